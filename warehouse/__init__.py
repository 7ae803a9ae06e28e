"""Warehouse: which batches count, and how a finished build reaches its readers.

Here live the choice of winning batches (``select``), the fingerprints that make a refresh a no-op, the call
of dbt (``build``), the release with its dictionary, and the readers' door (``connect``). How rows are read
and judged (``ingest``, ``expectations``), who is who (``identity``) and what the marts say
(``dbt_project``) do not.
"""
