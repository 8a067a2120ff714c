"""A process that the function forks: its spans leave it when its outermost one ends."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.sdk.span import Span
    from otel_lambda.telemetry import Telemetry

_BUDGET = 1.0


def renew(telemetry: Telemetry) -> None:
    """Begins anew: threads, locks and connections are the other process's, and so is what waits."""
    telemetry.reset(keep=False)
    telemetry.tracer_provider.open.clear()

    def flush(span: Span) -> None:
        # the process may end without a word: multiprocessing calls os._exit
        parent = span.parent
        opened = telemetry.tracer_provider.open.values()
        if parent is None or not any(parent.same_span(each.context) for each in opened):
            telemetry.flush(_BUDGET)

    telemetry.after_end = flush
