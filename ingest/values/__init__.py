"""Ingest, values: text cells become typed values, a whole column at a time, with a finding for every doubt.

``batch_rows`` streams a batch through ``chunks`` (text as received, columns to type) and ``columns`` (typing by the
contract). Then one module per family of types: a parser takes ``Cells`` (one column of a chunk) and gives a
``Parsed``: typed columns and findings. Nothing here opens files or judges a row.
"""
