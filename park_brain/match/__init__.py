"""Match: the linking engine for any two lists of firms, for analysts and for evaluation (``park match``).

Lives here: reading the two files, or a file and the current release, writing the links, measuring them against
labels. Does not live here: how anything is linked (``identity.matching``).
"""
