"""Simulator: truth, what the pipeline must find, computed from the drawn world.

Here live the expected results by subject, in integers and fractions, the tables of ``truth/`` they are written to
(``tables``, ``governance_tables``, ``evaluation_tables``) and the numbers of the plans (``plan_numbers``), written down
from the plans' text a second time. Nothing here reads the pipeline's seeds, SQL or code: a number or a definition
misread in one place shows in the other.
"""
