"""Ingest, persons: what may name or number a natural person, and what stands for it behind the border.

Default deny: what is not evidently something else is a person.
"""
