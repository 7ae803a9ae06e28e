"""Ingest: from a file in the inbox to a committed batch in the lake.

Here live the contracts of the lists, the readers, header recognition, typing of values, the row rules and the
ledger. What does not belong here: judging a whole batch (``expectations``), answering the sender (``feedback``),
comparing batches or lists (``dbt_project``), choosing which batch counts (``warehouse.select``), linking
(``identity``).

The flow: ``stage`` takes in the inbox; ``arrivals`` records what lies there, raw bytes first; ``one_file`` leads one
file through four calls: ``recognise`` (which lists, opened by ``readers``), ``values`` (typed cells), ``rules``
(accepted or quarantined) and ``batch_writer`` (the commit). ``replay`` reads a list again from raw, ``mend`` sets
damaged records aside, ``parser_version`` says which reading made a batch. What all of them stand on: ``lake`` (records
of what happened) and ``contracts`` (what a list is). Imports run one way: lake, contracts, readers, recognise, values,
rules, then these modules.
"""
