"""Simulator: governance by the plans: staged firms for every case the plans tell apart, and the truth of it.

Here live the firms whose tax, land, registration, permits, survey answers, problems and plans are set so that each
classification, list, remedy and suspect of omission occurs alone and at its boundary (``cases``, ``firms``, ``rows``),
and the truth of classification, lists, items and suspects, computed from the drawn world in integers (``truth_*``).
The numbers of the plans are written down here a second time, with their clauses, so that two pairs of eyes read them.
"""
