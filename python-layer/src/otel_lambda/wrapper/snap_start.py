"""SnapStart: what a copy made from a snapshot must not share with the others is renewed."""

from __future__ import annotations

from otel_lambda.diagnostics import warn_failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.function.instrumentation import FunctionInstrumentation


def register(instrumentation: FunctionInstrumentation) -> None:
    """Registers hooks by AWS's snapshot_restore_py, after those that the function has registered.

    Hooks before the snapshot run in reverse order, so what the function's report there is sent; to
    be the last to run, this one is put first. After the restore it is the first, too.
    """
    import snapshot_restore_py

    def before() -> None:
        try:
            instrumentation.before_snapshot()
        except Exception as error:
            warn_failure("what the init reported may be lost", error)

    def after() -> None:
        try:
            instrumentation.restored()
        except Exception as error:
            warn_failure("environments made from this snapshot cannot be told apart", error)

    for get, hook in (("get_before_snapshot", before), ("get_after_restore", after)):
        registered = getattr(snapshot_restore_py, get)()
        registered.insert(0, (hook, (), {}))
