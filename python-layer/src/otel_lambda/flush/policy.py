"""What the flush policies have in common, and the choice among them."""

from __future__ import annotations

from otel_lambda import settings as names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from otel_lambda.telemetry import Telemetry

    class FlushPolicy(Protocol):
        """Gets its turn at the end of each invocation."""

        def initialized(self) -> None:
            """Takes note of the end of the init."""

        def after_invocation(self, request_id: str, remaining: float) -> None:
            """Sends, or lets send later; `remaining` is the invocation's time, in seconds."""


def create(telemetry: Telemetry) -> FlushPolicy:
    """Returns the policy that the user has chosen, as far as the environment allows it."""
    settings = telemetry.settings
    if settings.managed_instances:
        from otel_lambda.flush.on_interval import OnInterval

        return OnInterval(telemetry, settings.schedule_interval)
    from otel_lambda.flush.before_response import BeforeResponse

    before = BeforeResponse(telemetry, settings.flush_timeout)
    choice = settings.flush_policy
    if choice == names.BEFORE_RESPONSE or not settings.runtime_api:
        return before
    if choice == names.AFTER_RESPONSE:
        from otel_lambda.flush.after_response import AfterResponse

        after = AfterResponse(telemetry, before)
    else:
        from otel_lambda.flush.adaptive import Adaptive

        after = Adaptive(telemetry, before)
    return after if after.start() else before
