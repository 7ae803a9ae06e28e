"""Expectations: the verdict on one batch alone (docs/architecture.md, Who judges what).

Here live the suites (data of the contracts), the one module that knows Great Expectations, and the store of
verdicts. Row rules (``ingest``), comparisons between batches or lists (``dbt_project``) and the choice of
winning batches (``warehouse``) do not.
"""
