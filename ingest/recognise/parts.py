"""Ingest, recognise: the parts a region may deliver: its towns, counties and platforms, each under one name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from ingest.lake.refusals import Refused, refused

WHOLE = "whole"
SHORTEST = 2
"""Characters that a name must have left when its kind (镇, 街道) or its region is taken away."""
_KINDS = ("街道", "镇", "乡", "县", "市", "区")
_OFFICES = ("街道办事处", "人民政府", "政府", "办事处", "管理委员会", "管委会")


@dataclass(frozen=True)
class Parts:
    """What may be named as a part of one region."""

    region: tuple[str, ...] = ()
    """Names of the region itself, which is no part but the whole."""
    divisions: tuple[str, ...] = ()
    """Counties and towns inside it."""
    platforms: tuple[str, ...] = ()
    """Development zones and parks, as the region's own list names them."""

    def resolve(self, stated: str) -> str:
        """The one name of a part.

        Raises:
            Refused: there is no such part; the nearest one is named.
        """
        text = "".join(unicodedata.normalize("NFKC", stated).split())
        if text.lower() in ("", WHOLE) or text in self.region:
            return WHOLE
        for found in (self._exact(text), self._by_kind(text), self._by_end(text)):
            if len(found) == 1:
                return found[0]
            if found:
                raise _ambiguous(stated, found)
        raise _unknown(stated, nearest(text, (*self.divisions, *self.platforms, *self.region)))

    def _exact(self, text: str) -> list[str]:
        names = {text, self._inside(text)}
        return [name for name in self._names if name in names]

    def _by_kind(self, text: str) -> list[str]:
        """甘霖 is 甘霖镇, and so is 甘霖镇人民政府."""
        bare = _bare(self._inside(text))
        return [name for name in self._names if _bare(self._inside(name)) == bare]

    def _by_end(self, text: str) -> list[str]:
        """经济开发区 is 嵊州经济开发区 where no other platform is called so."""
        return [name for name in self.platforms if len(text) > SHORTEST and name.endswith(self._inside(text))]

    @property
    def _names(self) -> list[str]:
        return sorted({*self.divisions, *self.platforms})

    def _inside(self, text: str) -> str:
        """A name without that of the region before it."""
        for name in sorted(self.region, key=len, reverse=True):
            if text.startswith(name) and len(text) - len(name) >= SHORTEST:
                return text.removeprefix(name)
        return text


def _bare(name: str) -> str:
    for endings in (_OFFICES, _KINDS):
        ending = next((e for e in endings if name.endswith(e) and len(name) - len(e) >= SHORTEST), "")
        name = name.removesuffix(ending)
    return name


def nearest(text: str, names: Iterable[str]) -> str:
    """The name most like a text; '' where there is none at all."""
    return max(sorted(set(names)), key=lambda name: likeness(text, name), default="")


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1."""
    return SequenceMatcher(None, one, other).ratio()


def _unknown(stated: str, near: str) -> Refused:
    hint, hint_zh = (f"; the nearest is {near}", f"，最接近的是“{near}”") if near else ("", "")
    return refused(
        "unknown_part",
        f"'{stated}' is no town, county or platform of this region{hint}; write that, or {WHOLE}",
        f"范围“{stated}”不是本地区的乡镇街道、县（市、区）或平台{hint_zh}；请改为其正式名称，全域整份请写 {WHOLE}",
    )


def _ambiguous(stated: str, found: list[str]) -> Refused:
    return refused(
        "unknown_part",
        f"'{stated}' may be {' or '.join(found)}; write the one that is meant",
        f"范围“{stated}”可能是{'、'.join(found)}，请写明其中一个",
    )
