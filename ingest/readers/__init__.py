"""Ingest, readers: a file of any format becomes sheets of rows of text, with line numbers as people see them.

One module per format. No reader knows a list: where a table begins (``recognise``) and what a cell means (``values``)
is decided later.
"""
