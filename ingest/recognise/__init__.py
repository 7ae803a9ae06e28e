"""Ingest, recognise: which list a sheet holds, where its header stands, which role each row plays.

``batches`` leads: ``layout`` finds the tables of a sheet (``header_rows`` may be a header, ``headers`` are matched
against a contract, ``roles`` tell data from titles, notes and totals), ``delivery`` finds period, part and kind, and
``walk`` goes down a found ``table``. Typing of cells (``values``) and judging of rows (``rules``) do not belong here.
"""
