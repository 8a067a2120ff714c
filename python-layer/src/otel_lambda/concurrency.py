"""Threads and what they wait for, by `_thread` as it is before the function's code is loaded.

Not threading's: a condition of that looks its locks up at each wait, so that a package which makes
green threads of all (gevent, eventlet) would reach into this layer's.
"""

from __future__ import annotations

from _thread import TIMEOUT_MAX, allocate_lock, get_ident, start_new_thread

from otel_lambda.diagnostics import warn_failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import LockType
    from collections import deque
    from collections.abc import Callable
    from typing import Any


class Condition:
    """A reentrant lock, and threads that wait for what it guards to change.

    Reentrant, since a finaliser or signal handler of the function's may make a traced call anywhere.
    """

    __slots__ = ("_depth", "_lock", "_owner", "_waiting")

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self._owner = 0
        self._depth = 0
        self._waiting: list[LockType] = []

    def __enter__(self) -> None:
        me = get_ident()
        if self._owner != me:
            self._lock.acquire()
            self._owner = me
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if not self._depth:
            self._owner = 0
            self._lock.release()

    def wait(self, seconds: float | None = None) -> bool:
        """Lets others in until they notify or the time is up; returns if they did."""
        waiter = allocate_lock()
        waiter.acquire()
        self._waiting.append(waiter)
        depth, self._depth, self._owner = self._depth, 0, 0
        self._lock.release()
        notified = False
        try:
            notified = waiter.acquire(True, -1 if seconds is None else max(0, min(seconds, TIMEOUT_MAX)))
        finally:
            self._lock.acquire()
            self._owner, self._depth = get_ident(), depth
            if not notified and waiter in self._waiting:
                self._waiting.remove(waiter)
        return notified

    def notify_all(self) -> None:
        """Wakes all that wait."""
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            waiter.release()


def start_thread(what: str, run: Callable[..., None], *arguments: object) -> bool:
    """Starts a thread that `threading` does not know; returns if there could be another one.

    Otherwise a line says what comes of that.
    """
    try:
        start_new_thread(run, arguments)
    except Exception as error:  # an audit hook's, too
        warn_failure(what, error)
        return False
    return True


def drain(items: deque[Any]) -> list[Any]:
    """Takes all that there is out of a queue."""
    taken = []
    while items:
        try:
            taken.append(items.popleft())
        except IndexError:
            # another thread was faster
            break
    return taken
