"""Simulator: linking worlds, registers and noisy mentions of their firms, with the truth of who is meant.

Here live the drawing of firms that are nearly equal, the noise that lists put on codes, names and addresses
(``tables/linking_noise.csv``) and what the evidence on a row can decide, all from what was drawn. Matching does not
belong here: the truth shares no line with what it judges.
"""

from simulator.linking.world import LinkingWorld, draw_linking

__all__ = ["LinkingWorld", "draw_linking"]
