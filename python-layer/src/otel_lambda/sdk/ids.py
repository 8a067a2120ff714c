"""Random ids. `os.urandom` is not seeded: forks and snapshots of a process do not repeat them."""

from __future__ import annotations

from os import urandom


def new_trace_id() -> int:
    """Returns 128 random bits, not all zero."""
    return int.from_bytes(urandom(16), "big") or 1


def new_span_id() -> int:
    """Returns 64 random bits, not all zero."""
    return int.from_bytes(urandom(8), "big") or 1
