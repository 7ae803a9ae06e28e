"""Ingest, persons: what may name or number a natural person, and what stands for it behind the border (default deny)."""
