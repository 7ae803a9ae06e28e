"""Derive, enterprises: every code and name typed for an enterprise leads to one enterprise key.

How names are compared lives in ``identity.matching``; what firms do on which land is dbt's, not decided here.
"""
