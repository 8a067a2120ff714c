"""A Step Functions state whose payload is the state machine's context object."""

from __future__ import annotations

from otel_lambda.trigger.base import Trigger
from otel_lambda.trigger.event import text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class StepFunctionsTrigger(Trigger):
    """A task of a state machine."""

    def __init__(self, event: dict[str, Any]) -> None:
        self._state_machine = text(event, "StateMachine", "Id")

    def attributes(self) -> dict[str, Any]:
        """Returns the state machine."""
        return {"aws.step_functions.state_machine.arn": self._state_machine}
