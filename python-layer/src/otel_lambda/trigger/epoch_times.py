"""Times that events count from 1970, in ISO 8601."""

from __future__ import annotations

from time import gmtime, strftime


def of_seconds(seconds: str | None) -> str | None:
    """Takes fractions and exponents, `1.479499740E9`; returns None for what is no number."""
    if seconds is None:
        return None
    try:
        millis = int(float(seconds) * 1000)
        text = strftime("%Y-%m-%dT%H:%M:%S", gmtime(millis // 1000))
    except (ValueError, OverflowError, OSError):
        return None
    return f"{text}.{millis % 1000:03d}Z" if millis % 1000 else text + "Z"
