"""Derive, linking: one engine that links any list of records to any list of registered enterprises.

Lives here: the match cascade (codes, names, name parts, model, review) over two prepared tables, the frozen model and
its thresholds, and the matching of two files behind ``park match``. Does not live here: the lists of the warehouse,
people's decisions and the keys (``identity.enterprise``).
"""
