"""Holds the garbage collector back during init, when nearly all that is made stays."""

from __future__ import annotations

import gc

THRESHOLD = 50_000
"""Off saves no more and lets cyclic garbage grow; 10,000 saves half."""


class HeldBack:
    """A raised threshold, which the function does not see once its module is loaded."""

    def __init__(self) -> None:
        self._before = gc.get_threshold()
        self._raised = gc.isenabled() and 0 < self._before[0] < THRESHOLD
        if self._raised:
            gc.set_threshold(THRESHOLD, *self._before[1:])

    def release(self) -> None:
        """Sets the threshold as it was, unless the function has set its own."""
        if not self._raised or gc.get_threshold()[0] != THRESHOLD:
            return
        if gc.get_freeze_count() == 0:
            # what there is becomes old without being looked at: a collection would cost what was saved
            gc.freeze()
            gc.unfreeze()
        gc.set_threshold(*self._before)
