"""Stage select: which batch counts for every list, region, part and period, and why the others do not.

Here live the choice, its reasons and the tables about deliveries. Reading files (``ingest``), verdicts on a batch
(``expectations``) and who is who (``identity``) do not.
"""
