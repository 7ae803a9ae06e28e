"""Orchestration: the line as Dagster sees it.

Here live assets, checks, the job, its schedule and sensor, and the session that lets one run hold the writer
lock. What a stage does is not written here but in its own package: assets only call the functions of
``park_brain.line`` that the command line calls too, so both give the same release. dbt, Great Expectations
and Polars are never imported when the definitions load.
"""
