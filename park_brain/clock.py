"""Kernel: time. Instants are naive UTC, business days are those of Zhejiang."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def utc_now() -> datetime:
    """The present instant, naive UTC."""
    return datetime.now(UTC).replace(tzinfo=None)


def to_utc(instant: datetime) -> datetime:
    """Naive UTC of an instant; a naive one is meant as Asia/Shanghai."""
    aware = instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)
    return aware.astimezone(UTC).replace(tzinfo=None)


def in_zhejiang(instant: datetime) -> datetime:
    """A naive UTC instant as clocks in Zhejiang show it."""
    return instant.replace(tzinfo=UTC).astimezone(SHANGHAI)


def business_date(as_of: datetime) -> date:
    """The day in Zhejiang at a naive UTC instant."""
    return in_zhejiang(as_of).date()
