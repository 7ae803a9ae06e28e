"""Benchmarks: how long a refresh takes and how dbt compares with SQL written by hand. Run by ``make bench``.

Here live the harness and the hand-written script; figures go to ``results.md``. What must be right rather
than fast is tested in ``tests``.
"""
