"""Simulator: the world, one region as it is before anybody writes it down.

Here live enterprises, parcels with their lineage, leases, platforms, problems and taxes as they are drawn, and what
follows from them without any judgement: who uses which land in a month. Staged situations belong to ``cases``.
"""
