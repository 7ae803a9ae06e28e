"""Simulator: the plans as a second pair of eyes reads them, and the situations that make them differ.

Here live the cases that every region holds beside the drawn ones, one for each rule of the plans (``staged_*``), and
the truth of what the rules say about the world (``*_truth``), with the plans' numbers in small tables that name their
clause (``rules``). Nothing here knows the warehouse's seeds or SQL: a number misread in one place shows in the other.
"""
