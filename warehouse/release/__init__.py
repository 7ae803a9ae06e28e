"""Stage release: a finished build becomes a verified, immutable folder, and ``current`` is switched to it.

Here live the draft, its verification, the manifest and the dictionary. Reading one is ``park_brain.connect``; the
workbooks that ``reports`` writes into a draft are only named in the manifest here.
"""
