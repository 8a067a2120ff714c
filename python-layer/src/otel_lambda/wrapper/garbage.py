"""Holds the garbage collector back during init, when nearly all that is made stays."""

from __future__ import annotations

# as they are before the function's code is loaded
from gc import freeze, get_freeze_count, get_threshold, isenabled, set_threshold, unfreeze

THRESHOLD = 50_000
"""Off saves no more and lets cyclic garbage grow; 10,000 saves half."""


_before: tuple[int, int, int] | None = None
_frozen = 0
"""What the interpreter itself has frozen, some 400 objects in Python 3.12."""


def hold_back() -> None:
    """Raises the threshold, which the function does not see once its module is loaded."""
    global _before, _frozen
    before = get_threshold()
    if _before is None and isenabled() and 0 < before[0] < THRESHOLD:
        _before = before
        _frozen = get_freeze_count()
        set_threshold(THRESHOLD, *before[1:])


def release() -> None:
    """Sets the threshold as it was, unless the function has set its own."""
    global _before
    before, _before = _before, None
    if before is None or get_threshold()[0] != THRESHOLD:
        return
    if get_freeze_count() == _frozen:
        # what there is becomes old without being looked at: a collection would cost what was saved
        freeze()
        unfreeze()
    set_threshold(*before)
