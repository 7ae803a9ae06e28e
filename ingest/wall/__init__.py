"""Ingest, wall: files are read in processes of their own, so that a file that crashes, hangs or fills the memory stops itself.

``pool`` hands files to workers and says what became of each; ``worker`` is the program of such a process; ``limits`` is
what a file may take. Only the process that writes the lake's records stands on this side. Not ``multiprocessing``: it would
run the main module of its parent once more, and that may be any script.
"""
