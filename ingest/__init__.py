"""Ingest: from a file in the inbox to a committed batch in the lake (stages land and commit).

Here live the contracts of the lists, the readers, header recognition, typing of values, the row rules and
the ledger. What does not belong here: judging a whole batch (``expectations``), comparing batches or lists
(``dbt_project``), choosing which batch counts (``warehouse.select``), linking (``identity``).

The order of the modules is the order of the flow: ``inbox`` finds files, ``delivery`` reads what a file says
of itself, ``formats`` opens it, ``layout`` finds header and data, ``values`` types the cells, ``judge`` applies
the rules, ``land`` commits, ``take_in`` runs it for the whole inbox.
"""
