"""Simulator: cases, the situations that every region holds beside what is drawn, one for each rule they must try.

Here live the staged plots, firms, contracts, problems, accidents, penalties and releases: as tables that say how each
differs from the ordinary (``plots``, ``firm_cases``, ...), and the code that puts them behind the drawn rows from
random streams of their own, so that who is drawn stays who it was. What the rules make of them belongs to ``truth``.
"""
