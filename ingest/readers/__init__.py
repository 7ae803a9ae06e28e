"""Ingest, readers: a file of any format becomes sheets of blocks of text cells, with line numbers as people see them.

``formats`` tells by its bytes what a file is and opens it; one module per format (``workbook`` with the marks of its
formats, ``xls``, ``delimited``, ``docx``, ``parquet``, ``geodata``) gives ``sheets``. No reader knows a list: where a
table begins (``recognise``) and what a cell means (``values``) is decided later.
"""
