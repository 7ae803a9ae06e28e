"""Simulator: faults, what goes wrong when people write lists and send files.

Here live the catalogue (``tables/faults.csv``), the edits that seed its faults into ordinary sheets, the mistyped
names of hard mode and the ``exhibits``, small extra files. Each fault is noted with the line at which and the rule by
which it must be caught. Situations that are true and only hard to judge belong to ``cases``.
"""
