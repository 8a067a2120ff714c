"""What waits to be sent, of all signals, bounded in bytes; and how long it is worth waiting for."""

from __future__ import annotations

from collections import deque
from time import monotonic

from otel_lambda.concurrency import Condition
from otel_lambda.diagnostics import warn_once
from otel_lambda.sdk.http.health import BackendHealth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Sender(Protocol):
        """Sends the requests of one queue, in a thread of its own."""

        queue: deque[Request]
        in_flight: Request | None
        health: BackendHealth

        @property
        def runs(self) -> bool:
            """Tells if there is a thread that sends."""

        def start(self) -> None:
            """Starts the thread, unless it runs."""

        def reset(self) -> None:
            """Forgets the thread and the connection, which are another process's."""


class Request:
    """An encoded request that waits: `count` items, `number` in the order of all signals."""

    __slots__ = ("attempts", "begun", "body", "count", "number")

    def __init__(self, body: bytes, count: int) -> None:
        self.body = body
        self.count = count
        self.number = 0
        self.attempts = 0
        self.begun = 0.0


class Outbox:
    """The queues of the senders. Its condition guards them and their backends' health."""

    def __init__(self, max_bytes: int) -> None:
        self.condition = Condition()
        self.max_bytes = max_bytes
        self.senders: list[Sender] = []
        self.closing = False
        self._backends: dict[str, BackendHealth] = {}
        self._bytes = 0
        self._last_number = 0

    def register(self, sender: Sender, backend: str) -> BackendHealth:
        """Adds a sender; those to one backend share its health."""
        self.senders.append(sender)
        return self._backends.setdefault(backend, BackendHealth())

    def add(self, sender: Sender, request: Request) -> None:
        """Queues a request; the oldest beyond the bound are dropped, with a line."""
        dropped = 0
        with self.condition:
            while self._bytes + len(request.body) > self.max_bytes:
                lost = self._drop_oldest()
                if lost is None:
                    break
                dropped += lost.count
            self._last_number += 1
            request.number = self._last_number
            self._bytes += len(request.body)
            sender.queue.append(request)
            self.condition.notify_all()
        if dropped:
            warn_once(
                "queue full",
                f"the queue of {self.max_bytes} bytes is full: {dropped} items are dropped,"
                " the oldest first; OTEL_LAMBDA_QUEUE_SIZE bounds it",
            )
        sender.start()

    def _drop_oldest(self) -> Request | None:
        holder: Sender | None = None
        oldest: Request | None = None
        for sender in self.senders:
            for request in sender.queue:
                if request is not sender.in_flight:
                    if oldest is None or request.number < oldest.number:
                        holder, oldest = sender, request
                    break
        if holder is None or oldest is None:
            return None
        self.remove(holder, oldest)
        return oldest

    def remove(self, sender: Sender, request: Request) -> None:
        """Forgets a request, whatever became of it; the condition is held."""
        try:
            sender.queue.remove(request)
        except ValueError:
            return
        self._bytes -= len(request.body)

    def flush(self, budget: float) -> bool:
        """Waits until what was added so far has left, as long as that is worthwhile.

        `budget` is the longest to wait, in seconds. Returns if it has left.
        """
        end = monotonic() + min(budget, 3600.0)
        with self.condition:
            last = self._last_number
            if not self._holds(last):
                return True
            for sender in self.senders:
                if sender.queue:
                    sender.start()
            self.condition.notify_all()
            if budget <= 0:
                return False
            for backend in self._backends.values():
                backend.begin_flush(monotonic())
            while self._holds(last):
                patience = self._patience(last, end)
                if patience <= 0:
                    self._end_flush(budget, end)
                    return False
                self.condition.wait(patience)
            return True

    def _holds(self, last: int) -> bool:
        return any(sender.queue and sender.queue[0].number <= last for sender in self.senders)

    def _patience(self, last: int, end: float) -> float:
        now = monotonic()
        patience = 0.0
        for sender in self.senders:
            if sender.runs and sender.queue and sender.queue[0].number <= last:
                left = end - now
                patience = max(patience, left if self.closing else sender.health.patience(now, left))
        return patience

    def _end_flush(self, budget: float, end: float) -> None:
        now = monotonic()
        for sender in self.senders:
            if sender.in_flight is not None:
                sender.health.end_flush(sender.in_flight.begun, now, budget, end - now)

    def close(self, budget: float) -> None:
        """Tries once more to send what is left, also to a backend that is down."""
        with self.condition:
            self.closing = True
        self.flush(budget)

    def reset(self, keep: bool) -> None:
        """Begins anew in a copy of the process, which has no threads and shares its connections.

        `keep` tells if what waits is this process's; a fork leaves it to the one it was made from.
        """
        self.condition = Condition()
        for backend in self._backends.values():
            backend.reset()
        for sender in self.senders:
            if not keep:
                sender.queue = deque()
            sender.reset()
        if not keep:
            self._bytes = 0
