"""Simulator: what each department keeps beyond the first fifteen lists, one module per department.

Here live the lists as typed frames (conventions as in ``lists``), drawn from the same firms, parcels, leases and
problems, each from random streams of its own so that no other list moves. ``sending`` says which go out when;
``situations`` writes down where the hard cases lie. How cells are written belongs to ``style``.
"""
