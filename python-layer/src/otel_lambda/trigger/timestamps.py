"""The times in events, of which nothing is certain: epoch times and ISO 8601."""

from __future__ import annotations

import re
from time import gmtime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MICROS = {"ms": 1_000, "s": 1_000_000}
_MAX = 1e15
_NUMBER = re.compile(r"[0-9]{1,16}(?:\.[0-9]{1,9})?")
_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)


def nanos(value: Any, unit: str) -> int | None:
    """Returns the nanoseconds since the epoch; None for what is no time in this unit, `ms`, `s` or `iso`."""
    return _of_iso(value) if unit == "iso" else _of_number(value, _MICROS[unit])


def _of_number(value: Any, micros: int) -> int | None:
    if type(value) is str and _NUMBER.fullmatch(value):
        value = float(value) if "." in value else int(value)
    # NaN is not in the range
    if type(value) not in (int, float) or not 0 <= value <= _MAX:
        return None
    rounded: int = round(value * micros)
    return rounded * 1000


def _of_iso(value: Any) -> int | None:
    match = _ISO.fullmatch(value) if type(value) is str else None
    if match is None:
        return None
    fields = tuple([int(each) for each in match.groups()[:6]])
    year, month, day, hour, minute, second = fields
    seconds = ((_days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
    if gmtime(seconds)[:6] != fields:
        return None
    fraction, sign, hours, minutes = match.groups()[6:]
    if sign:
        if int(hours) > 18 or int(minutes) > 59:
            return None
        offset = int(hours) * 3600 + int(minutes) * 60
        seconds += offset if sign == "-" else -offset
    return seconds * 1_000_000_000 + int((fraction or "0").ljust(9, "0"))


def _days(year: int, month: int, day: int) -> int:
    """Returns the days since 1970-01-01, by years that begin in March, as the leap day is their last one."""
    if month < 3:
        year, month = year - 1, month + 12
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day - 719469
