"""Derive, enterprises: every code and name written for an enterprise gets its enterprise key.

How names are compared lives in ``identity.matching``; which enterprise uses which land is decided in dbt.
"""
