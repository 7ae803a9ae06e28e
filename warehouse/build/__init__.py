"""Build: selected rows and keys become the marts in one build file, by one call of dbt.

Lives here: what dbt sees of the lake, what was published before, the call of dbt. Does not live here: what the marts
say (``dbt_project``), which batches count (``warehouse.select``), what readers get (``warehouse.release``).
"""
