"""Simulator: lists, what each department keeps, as typed frames with one function per list.

A module per department, and for large ones per subject; each list is drawn from the world's firms, parcels, leases and
problems with the staged ``cases`` among them, from random streams of its own so that no other list moves. Columns bear
the canonical names of headers.csv. Money is Int64 fen, areas are Int64 of 1e-4 ㎡ (``<column>__mu``: the 亩 that a
department would write, 4 decimals), decimals Int64 of 1e-2, months Int64 counts. How cells are written belongs to
``files``.
"""
