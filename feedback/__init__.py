"""Quality: what departments get back, in Chinese, about the files they sent.

Here live the workbook of a release per region and department, the receipt of a file, ``park check`` with its
annotated workbook, the blank templates, and the contracts in the form of the Open Data Contract Standard. Here
does not live any judging: rules, expectations and states are decided by ``ingest``, ``expectations`` and dbt;
this package only says what they found to the people who can mend it.
"""
