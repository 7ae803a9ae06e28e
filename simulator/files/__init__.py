"""Simulator: files, how lists become what a department sends.

Here live which list is sent when and in how many parts (``deliveries``), how each region writes it (``region_style``),
what its files are called (``file_names``), and the writers of workbooks, CSV and Parquet. What stands in the rows
belongs to ``lists``, what is wrong with them to ``faults``.
"""
