"""Ingest, contracts: what every list is, one YAML per list, and what is fixed for all lists.

Here live the contracts, their checked form, units of measure, the rules every list has, and the export as Open Data
Contract Standard. How a file is read (``readers``), a cell typed (``values``) or a row judged (``rules``) does not.
"""
