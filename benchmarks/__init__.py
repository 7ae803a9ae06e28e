"""Benchmarks: the time and memory of a refresh, and of its parts against the usual tools. Run by ``make bench``.

Lives here: the harness, the alternatives it measures, and the training of the frozen linking model
(``train_linking``); figures go to ``results.md``. Does not live here: correctness, which is tested in ``tests``.
"""
