"""Ingest, contracts: what every list is, one YAML per list, and what is fixed for all lists.

Here live the contracts, their checked form, units of measure and the export as Open Data Contract Standard. How a
file is read (``readers``) or a cell typed (``values``) does not.
"""
