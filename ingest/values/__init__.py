"""Ingest, values: text cells become typed values, a whole column at a time, with a finding for every doubt.

One module per family of types. A parser takes a ``Cell`` (expressions over one column of a chunk) and gives
a ``Parsed``: typed expressions and findings. Nothing here reads files or knows about batches.
"""
