"""Parts of a region that do to the process that reads a file what a hostile file does to a native reader."""

from __future__ import annotations

import os
import time

from ingest.recognise.parts import Parts


class Deadly(Parts):
    """What the sidecar states as its part is done."""

    def resolve(self, stated: str) -> str:
        """Crash, hang or take all memory."""
        if stated == "crash":
            os.abort()
        while stated == "hang":
            time.sleep(1)
        if stated == "eat":
            return "whole" if bytearray(1 << 40) else ""
        return "whole"
