"""Select: what was damaged in the lake stands among the files, until people delete what was set aside."""

from __future__ import annotations

from ingest.lake.damage import Damage, known_damages
from park_brain.installation import Installation
from park_brain.tables import Row

DAMAGED = "damaged"


def damage_rows(home: Installation) -> list[Row]:
    """Rows in the columns of ``file_table.FILES``, one per damage on record."""
    return [_row(damage) for damage in known_damages(home)]


def _row(damage: Damage) -> Row:
    return (
        damage.damage_id,
        f"lake/{damage.path}",
        "",
        "",
        None,
        0,
        damage.found_at,
        DAMAGED,
        "damaged_record",
        str(damage),
        f"系统内部文件 {damage.path} 损坏，已移出（lake/damaged）并从原始文件重新读取，请数据工程师核对",
        0,
    )
