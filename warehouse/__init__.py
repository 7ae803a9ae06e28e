"""Warehouse: which batches count, and how a finished build reaches its readers.

Here live three stages, each entered once: the choice of winning batches (``select``), the call of dbt (``build``) and
the release with its dictionary (``release``). How rows are read and judged (``ingest``, ``expectations``), who is who
(``identity``, between the first two) and what the marts say (``dbt_project``) do not; nor does reading a release
(``park_brain.connect``).
"""
