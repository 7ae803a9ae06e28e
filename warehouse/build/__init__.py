"""Stage build: dbt makes and tests the marts from what was selected and derived.

Here live the call of dbt, the views it reads and what was published before. The models themselves are in
``dbt_project``; how a finished build reaches readers is ``warehouse.release``.
"""
