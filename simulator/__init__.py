"""Simulator: writes departments' files with a known truth, for samples, fixtures and load.

Here live the drawn world (enterprises, parcels, leases, taxes, problems), the way departments write it down
(headers, units, workbooks, faults) and the truth computed from what was drawn. The pipeline's own code does not
belong here: nothing here imports the pipeline, and the pipeline never reads the truth. Two independent codings
of the same definitions let a mistake in one of them show.
"""

from simulator.options import SimulationOptions, SimulationReport
from simulator.simulate import simulate

__all__ = ["SimulationOptions", "SimulationReport", "simulate"]
