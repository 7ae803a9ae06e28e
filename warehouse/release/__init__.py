"""Stage release: a finished build becomes a verified, immutable folder, and ``current`` is switched to it.

Here live the copy, its verification, the manifest and the dictionary. Reading one is ``park_brain.connect``;
workbooks for departments are ``reports``.
"""
