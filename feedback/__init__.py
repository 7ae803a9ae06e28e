"""Feedback: what a department gets back, in Chinese, when it sends a file or is about to.

Lives here: the receipt or notice of a file, the dry run of one (``park check``) with its report and annotated workbook,
the blank templates, and the Chinese words and workbook styles, which ``reports`` uses too. Does not live here: judging,
which is done by ``ingest``, ``expectations`` and dbt (feedback only explains their findings to the people who can
correct them), and what is written for a release (``reports``).
"""
