"""Bundle: one archive with all that an installation without a network needs (``make bundle``).

Lives here: the choice and download of wheels, the bill of materials, ``install.sh`` and the service file. Not shipped
in the wheel, and nothing of the pipeline is imported.
"""
