"""Ingest, rules: row rules part accepted rows from quarantined ones, every finding becomes a violation.

A row alone is judged here. Whole batches are judged by ``expectations``, comparisons between batches by dbt.
"""
