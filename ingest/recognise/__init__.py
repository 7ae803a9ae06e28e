"""Ingest, recognise: which list a sheet holds, where its header stands, which role each row plays.

Here live headers, layout, roles and what a delivery says of itself (period, part, kind). Typing of cells
(``values``) and judging of rows (``rules``) do not.
"""
