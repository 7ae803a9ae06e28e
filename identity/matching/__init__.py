"""Derive, linking: one engine that links any list of records to any list of registered enterprises.

Lives here: the ladder (codes, names, parts, model, review) over two prepared tables, the frozen model and its
thresholds. Does not live here: reading files and lists (``match``, ``identity.derive``), people's
decisions about links, who owns which key.
"""
