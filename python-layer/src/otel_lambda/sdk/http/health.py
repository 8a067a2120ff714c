"""How a backend fares, and so how long a flush waits for it."""

from __future__ import annotations

from otel_lambda.sdk.ids import new_span_id

MAX_TRIAL = 0.5
_MIN_BACKOFF = 1.0
_MAX_BACKOFF = 60.0


class BackendHealth:
    """A backend that is up, or down until a time; times are those of `monotonic`, in seconds."""

    def __init__(self) -> None:
        self.is_up = True
        self._slow = False
        self._backoff = 0.0
        self._until = 0.0
        self._trial = False
        self._trial_began = 0.0

    def may_send(self, now: float) -> bool:
        """Tells if the backend may be asked."""
        return self.is_up or self._slow or now >= self._until

    def begin_flush(self, now: float) -> None:
        """Begins a trial if the backend is down and its backoff is over; called by a flush."""
        trial_runs = self._trial and now - self._trial_began < MAX_TRIAL
        if not self.is_up and not trial_runs and now >= self._until:
            self._trial = True
            self._trial_began = now

    def patience(self, now: float, left: float) -> float:
        """Returns how long a flush with so much time left is to wait still."""
        if self.is_up:
            return left
        return min(left, self._trial_began + MAX_TRIAL - now) if self._trial else 0.0

    def end_flush(self, begun: float, now: float, budget: float, left: float) -> None:
        """Takes note of a flush that ended while a request, begun then, had no answer."""
        unanswered = self.is_up and (now - begun) * 2 >= budget
        failed_trial = self._trial and self.patience(now, left) <= 0
        if unanswered or failed_trial:
            self._suspect(now, 0.0)
            self._slow = True

    def answered(self, begun: float) -> None:
        """Takes note of an answer to a request that was begun at that time."""
        if self._trial and begun >= self._trial_began:
            self.reset()
        elif not self.is_up:
            self._slow = True

    def failed(self, now: float, retry_after: float) -> None:
        """Takes note of a failure; `retry_after` is what the backend asks for, or 0."""
        # requests that fail side by side are one failure
        if self.is_up or self._slow or self._trial or now >= self._until:
            self._suspect(now, retry_after)
            self._slow = False

    def _suspect(self, now: float, retry_after: float) -> None:
        self.is_up = False
        self._trial = False
        self._backoff = min(_MAX_BACKOFF, max(_MIN_BACKOFF, self._backoff * 2))
        # environments that have lost their backend together do not all come back together
        jitter = new_span_id() / (1 << 64) * self._backoff / 4
        self._until = now + max(retry_after, self._backoff - jitter)

    def reset(self) -> None:
        """Makes the backend count as up."""
        self.is_up = True
        self._slow = False
        self._trial = False
        self._backoff = 0.0
