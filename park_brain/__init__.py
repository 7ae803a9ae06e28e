"""Park Brain (园区大脑): from departments' lists to a published parcel-enterprise mart.

One direction, one folder per stage: ``ingest`` and ``expectations`` (a file becomes judged batches in the
lake), ``warehouse`` (winning batches are selected, the mart is released), ``identity`` (enterprises and
parcels get their keys), ``dbt_project`` (staging, intermediate, marts). ``refresh`` strings the stages
together; ``cli`` and ``orchestration`` only call it. No stage imports a later one.
"""

__version__ = "0.1.0"
