"""Ingest, wall: files are read in processes of their own: one that crashes, hangs or fills the memory stops itself.

``pool`` hands files to workers and says what became of each; ``worker`` is the program of such a process; ``limits`` is
what a file may take. Records of the lake are written on this side. A worker is no child of ``multiprocessing``, which
would run the main module of its parent once more, and that may be any script.
"""
