"""Bedrock's models (OpenTelemetry's conventions for generative AI, aws-bedrock.md).

Prompts and answers are the user's data, and not reported. A body that the function is going to read is
left unread: of it, the tokens are known by the response's headers.
"""

from __future__ import annotations

from otel_lambda.instrumentation.aws.service import Service
from otel_lambda.instrumentation.support import guarded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from otel_lambda.instrumentation.support import Call
    from otel_lambda.sdk.span import AnySpan

_REQUEST = {
    "gen_ai.request.max_tokens": (
        "maxTokens",
        "max_tokens",
        "maxTokenCount",
        "max_new_tokens",
        "max_gen_len",
    ),
    "gen_ai.request.temperature": ("temperature",),
    "gen_ai.request.top_p": ("topP", "top_p", "p"),
    "gen_ai.request.stop_sequences": ("stopSequences", "stop_sequences", "stop"),
}
"""What the families of models call their parameters."""

_USAGE = {
    "inputTokens": "gen_ai.usage.input_tokens",
    "outputTokens": "gen_ai.usage.output_tokens",
    "cacheReadInputTokens": "gen_ai.usage.cache_read.input_tokens",
    "cacheWriteInputTokens": "gen_ai.usage.cache_creation.input_tokens",
    "inputTokenCount": "gen_ai.usage.input_tokens",
    "outputTokenCount": "gen_ai.usage.output_tokens",
}

_METRICS = "amazon-bedrock-invocationMetrics"
"""The member of a stream's last chunk that has the tokens."""


class Bedrock(Service):
    """A call of a model."""

    def span_name(self) -> str:
        """Returns `chat MODEL` for what asks a model."""
        model = self.parameters.get("modelId")
        return f"{self._kind_of_answer()} {model}" if self._asks() and model else super().span_name()

    def request_attributes(self) -> dict[str, Any]:
        """Returns the model and its parameters."""
        if not self._asks():
            return {}
        values: dict[str, Any] = {"gen_ai.provider.name": "aws.bedrock"}
        model = self.parameters.get("modelId")
        if model:
            values["gen_ai.request.model"] = model
            values["gen_ai.operation.name"] = self._kind_of_answer()
        values.update(self._model_parameters())
        return values

    def response_attributes(self, result: dict[str, Any]) -> dict[str, Any]:
        """Returns the tokens, and why the model has stopped."""
        if not self._asks():
            return {}
        headers = (result.get("ResponseMetadata") or {}).get("HTTPHeaders") or {}
        values = {}
        for kind in ("input", "output"):
            count = headers.get(f"x-amzn-bedrock-{kind}-token-count", "")
            if count.isdigit():
                values[f"gen_ai.usage.{kind}_tokens"] = int(count)
        return {**values, **_described(result)}

    def follow(self, result: dict[str, Any], call: Call) -> bool:
        """Lets the span end with the stream of events, if there is one and it is read synchronously."""
        if not self._asks():
            return False
        stream: Any = result.get("stream") or result.get("body")
        parse: Any = getattr(stream, "_parse_event", None)
        events: Any = getattr(stream, "_event_generator", None)
        if parse is None or not hasattr(events, "__next__"):
            return False

        def parsed(event: Any) -> Any:
            try:
                value = parse(event)
            except BaseException as error:
                call.fail(error)
                raise
            guarded("a stream of Bedrock is not described", _see, call.span, value)
            return value

        stream._parse_event = parsed
        stream._event_generator = _ending(events, call)
        return True

    def _asks(self) -> bool:
        return self.operation.startswith(("Converse", "InvokeModel"))

    def _kind_of_answer(self) -> str:
        is_text = "body" in self.parameters and "amazon.titan" in str(self.parameters.get("modelId"))
        return "text_completion" if is_text else "chat"

    def _model_parameters(self) -> dict[str, Any]:
        given = self.parameters.get("inferenceConfig")
        body = self.parameters.get("body")
        if isinstance(body, (str, bytes, bytearray)):
            import json

            try:
                members = json.loads(body)
            except ValueError:
                return {}
            if isinstance(members, dict):
                given = members.get("inferenceConfig") or members.get("textGenerationConfig") or members
        if not isinstance(given, dict):
            return {}
        return {
            key: given[name]
            for key, names in _REQUEST.items()
            for name in names
            if given.get(name) is not None
        }


def _ending(events: Iterator[Any], call: Call) -> Iterator[Any]:
    try:
        yield from events
    except Exception as error:
        call.fail(error)
        raise
    finally:
        call.span.end()


def _see(span: AnySpan, event: dict[str, Any]) -> None:
    """Sets what an event of a stream says."""
    for member in ("messageStop", "metadata"):
        for key, value in _described(event.get(member) or {}).items():
            span.set_attribute(key, value)
    chunk = (event.get("chunk") or {}).get("bytes") or b""
    if _METRICS.encode() in chunk:
        import json

        for key, value in _described({"usage": json.loads(chunk)[_METRICS]}).items():
            span.set_attribute(key, value)


def _described(result: dict[str, Any]) -> dict[str, Any]:
    usage = result.get("usage") or {}
    values: dict[str, Any] = {_USAGE[name]: usage[name] for name in _USAGE if usage.get(name)}
    if result.get("stopReason"):
        values["gen_ai.response.finish_reasons"] = [result["stopReason"]]
    return values
