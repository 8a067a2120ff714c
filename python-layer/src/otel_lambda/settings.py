"""The environment variables that the layer reads, all of them here."""

from __future__ import annotations

import os

from otel_lambda.diagnostics import warn
from otel_lambda.sdk.limits import Limits
from otel_lambda.sdk.sampler import Sampler, parent_based_always_on

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

DEFAULT_ENDPOINT = "http://localhost:4318"
DEFAULT_PROPAGATORS = "tracecontext,baggage,xray"
PROPAGATORS = (
    "tracecontext",
    "baggage",
    "b3",
    "b3multi",
    "jaeger",
    "ottrace",
    "xray",
    "xray-lambda",
)

PAYLOADS = ("event", "response")

BEFORE_RESPONSE = "before-response"
AFTER_RESPONSE = "after-response"
ADAPTIVE = "adaptive"

_MB = 1024 * 1024
_MAX_DIGITS = 19


class Settings:
    """The function's variables; a bad value gets one line, and its default is used instead."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        self.made_exporters: dict[str, Any] = {}
        """Exporters of spans that the SDK has made of a file, by their names."""

    def text(self, name: str, default: str = "") -> str:
        """Returns a variable without surrounding blanks; empty counts as unset."""
        return self._environment.get(name, "").strip() or default

    @property
    def config_file(self) -> str:
        """Returns the file of declarative configuration that takes the place of variables, if any."""
        return self.text("OTEL_CONFIG_FILE")

    @property
    def sdk_disabled(self) -> bool:
        """Tells if OTEL_SDK_DISABLED switches everything off."""
        return self._boolean("OTEL_SDK_DISABLED", False)

    def check_setup(self) -> None:
        """Says which variables ask for another setup than by variables, which there is not here."""
        for name, instead in (
            ("OTEL_EXPERIMENTAL_CONFIG_FILE", "it is named by OTEL_CONFIG_FILE now"),
            ("OTEL_PYTHON_ID_GENERATOR", "random ids are used"),
        ):
            value = self.text(name)
            if value and (name, value) != ("OTEL_PYTHON_ID_GENERATOR", "random"):
                warn(f"{name}={value}: not supported here; {instead}")

    def exporters(self, signal: str, others: Sequence[str] = ()) -> list[str]:
        """Returns a signal's exporters: `otlp`, `console`, and those of `others` that are asked for."""
        default = "otlp" if signal == "traces" else "none"
        known = ("otlp", "console", "otlp_proto_http", *others)
        names = self._list(f"OTEL_{signal.upper()}_EXPORTER", default, known, "exporter")
        return ["otlp" if name == "otlp_proto_http" else name for name in names]

    @property
    def distribution(self) -> str:
        """Returns the name of what sets defaults of variables, from the function's packages, if any."""
        return self.text("OTEL_PYTHON_DISTRO")

    @property
    def configurator(self) -> str:
        """Returns the name of what sets up the SDK of the function's packages, if any."""
        return self.text("OTEL_PYTHON_CONFIGURATOR")

    @property
    def other_exporters(self) -> list[str]:
        """Returns the exporters of spans that the layer does not have: entry points of opentelemetry-sdk."""
        names = [part.strip() for part in self.text("OTEL_TRACES_EXPORTER").split(",")]
        own = ("", "otlp", "console", "none", "otlp_proto_http")
        others = [each for each in names if each not in own]
        protocol = self.text("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") or self.text("OTEL_EXPORTER_OTLP_PROTOCOL")
        if protocol == "grpc" and ("otlp" in names or names == [""]):
            others.append("otlp_proto_grpc")
        return others

    def endpoint(self, signal: str) -> str:
        """Returns the URL that a signal is sent to; raises ValueError for one that has a query."""
        own = self.text(f"OTEL_EXPORTER_OTLP_{signal.upper()}_ENDPOINT")
        if own:
            return own
        base = self.text("OTEL_EXPORTER_OTLP_ENDPOINT", DEFAULT_ENDPOINT)
        if "?" in base or "#" in base:
            raise ValueError("the URL has a query or a fragment")
        return f"{base.rstrip('/')}/v1/{signal}"

    def check_protocol(self, signal: str) -> None:
        """Says that there is no protocol here but http/protobuf, if another one is asked for."""
        for name in (
            f"OTEL_EXPORTER_OTLP_{signal.upper()}_PROTOCOL",
            "OTEL_EXPORTER_OTLP_PROTOCOL",
        ):
            value = self.text(name)
            if value:
                if value != "http/protobuf":
                    warn(f"{name}={value}: not supported here; using http/protobuf, by default to port 4318")
                return

    def headers(self, signal: str) -> dict[str, str]:
        """Returns the headers that a backend asks for."""
        name = f"OTEL_EXPORTER_OTLP_{signal.upper()}_HEADERS"
        if not self.text(name):
            name = "OTEL_EXPORTER_OTLP_HEADERS"
        # the value may be a secret, so it is not in the line
        return self._pairs(name, secret=True)

    def gzip(self, signal: str) -> bool:
        """Tells if requests are compressed."""
        name = f"OTEL_EXPORTER_OTLP_{signal.upper()}_COMPRESSION"
        if not self.text(name):
            name = "OTEL_EXPORTER_OTLP_COMPRESSION"
        return self._choice(name, ("none", "gzip"), "none") == "gzip"

    def export_timeout(self, signal: str) -> float:
        """Returns the seconds that one request may take; the variable has milliseconds."""
        name = f"OTEL_EXPORTER_OTLP_{signal.upper()}_TIMEOUT"
        if not self.text(name):
            name = "OTEL_EXPORTER_OTLP_TIMEOUT"
        return self._number(name, 10_000, 1, 3_600_000) / 1000

    def certificates(self, signal: str) -> tuple[str, str, str]:
        """Returns files: the CA's certificate, the client's key and certificate; empty if unset."""

        def file(kind: str) -> str:
            return self.text(f"OTEL_EXPORTER_OTLP_{signal.upper()}_{kind}") or self.text(
                f"OTEL_EXPORTER_OTLP_{kind}"
            )

        return file("CERTIFICATE"), file("CLIENT_KEY"), file("CLIENT_CERTIFICATE")

    @property
    def aws_credentials(self) -> tuple[str, str, str]:
        """Returns the function's key, secret and session token; empty if Lambda has set none."""
        return (
            self.text("AWS_ACCESS_KEY_ID"),
            self.text("AWS_SECRET_ACCESS_KEY"),
            self.text("AWS_SESSION_TOKEN"),
        )

    @property
    def aws_container_credentials(self) -> tuple[str, str]:
        """Returns where credentials are with SnapStart, and the header Authorization for it."""
        return (
            self.text("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
            self.text("AWS_CONTAINER_AUTHORIZATION_TOKEN"),
        )

    def proxy(self, scheme: str) -> str:
        """Returns the proxy's address for `http` or `https`, or an empty text."""
        return self._any_case(f"{scheme}_proxy")

    @property
    def no_proxy(self) -> str:
        """Returns the hosts that are reached without a proxy, separated by commas."""
        return self._any_case("no_proxy")

    def _any_case(self, name: str) -> str:
        return self.text(name) or self.text(name.upper())

    @property
    def queue_bytes(self) -> int:
        """Returns how many bytes may wait to be sent, of all signals together."""
        share = self.memory_size * _MB // 64
        return self._number("OTEL_LAMBDA_QUEUE_SIZE", max(2 * _MB, min(16 * _MB, share)), 1)

    def batch_size(self, prefix: str) -> int:
        """Returns how many items make a request; `prefix` is BSP or BLRP."""
        return self._number(f"OTEL_{prefix}_MAX_EXPORT_BATCH_SIZE", 512, 1)

    def max_items(self, prefix: str) -> int:
        """Returns how many spans or log records may be held; 0 is no limit but that in bytes."""
        return self._number(f"OTEL_{prefix}_MAX_QUEUE_SIZE", 0, 1)

    @property
    def sampler(self) -> Sampler:
        """Returns the sampler that OTEL_TRACES_SAMPLER names."""
        name = self.text("OTEL_TRACES_SAMPLER")
        if not name:
            return parent_based_always_on()
        parent_based = name.startswith("parentbased_")
        base = name[len("parentbased_") :] if parent_based else name
        if base == "always_on":
            return Sampler(name, 1.0, parent_based)
        if base == "always_off":
            return Sampler(name, 0.0, parent_based)
        if base == "traceidratio":
            return Sampler(name, self._ratio(), parent_based)
        warn(
            f'OTEL_TRACES_SAMPLER={name}: unknown sampler "{name}"; using parentbased_always_on.'
            " Known: always_on, always_off, traceidratio, parentbased_always_on,"
            " parentbased_always_off, parentbased_traceidratio"
        )
        return parent_based_always_on()

    def _ratio(self) -> float:
        value = self.text("OTEL_TRACES_SAMPLER_ARG")
        if not value:
            return 1.0
        try:
            ratio = float(value)
            if 0 <= ratio <= 1:
                return ratio
        except ValueError:
            pass
        warn(f"OTEL_TRACES_SAMPLER_ARG={value}: not a number from 0 to 1; using 1")
        return 1.0

    @property
    def limits(self) -> Limits:
        """Returns the limits of spans."""
        count = self._number("OTEL_ATTRIBUTE_COUNT_LIMIT", 128, 0)
        length = self._optional_number("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT")
        own_length = self._optional_number("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT")
        return Limits(
            self._number("OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", count, 0),
            length if own_length is None else own_length,
            self._number("OTEL_SPAN_EVENT_COUNT_LIMIT", 128, 0),
            self._number("OTEL_SPAN_LINK_COUNT_LIMIT", 128, 0),
            self._number("OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT", count, 0),
            self._number("OTEL_LINK_ATTRIBUTE_COUNT_LIMIT", count, 0),
        )

    @property
    def propagators(self) -> list[str]:
        """Returns the propagators' names, in the order given, each once."""
        names = self._list("OTEL_PROPAGATORS", DEFAULT_PROPAGATORS, PROPAGATORS, "propagator")
        if "xray-lambda" in names and "xray" in names:
            names.remove("xray")
        return names

    @property
    def resource(self) -> dict[str, Any]:
        """Returns what the user adds to the resource."""
        attributes: dict[str, Any] = {**self._pairs("OTEL_RESOURCE_ATTRIBUTES")}
        service = self.text("OTEL_SERVICE_NAME")
        if service:
            attributes["service.name"] = service
        return attributes

    def _pairs(self, name: str, secret: bool = False) -> dict[str, str]:
        """Reads `key=value,…`; a part that is no pair is left out, with a line."""
        value = self.text(name)
        pairs: dict[str, str] = {}
        for part in value.split(","):
            if not part.strip():
                continue
            key, equals, text = part.partition("=")
            key = unquote(key.strip())
            if not equals or not key:
                shown = f"{name}: a part" if secret else f'{name}={value}: "{part.strip()}"'
                warn(f"{shown} is no key=value; it is left out")
                continue
            pairs[key] = unquote(text.strip())
        return pairs

    @property
    def flush_policy(self) -> str:
        """Returns when telemetry is to leave."""
        return self._choice("OTEL_LAMBDA_FLUSH", (BEFORE_RESPONSE, AFTER_RESPONSE, ADAPTIVE), BEFORE_RESPONSE)

    @property
    def flush_timeout(self) -> float:
        """Returns the seconds that a flush may take; infinite leaves it to the invocation's time."""
        name = "OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT"
        value = self._optional_number(name, "the invocation's remaining time")
        return float("inf") if value is None else value / 1000

    @property
    def adaptive_interval(self) -> float:
        """Returns the seconds between two exports of invocations that follow each other closely."""
        return self._number("OTEL_LAMBDA_FLUSH_INTERVAL", 1000, 0) / 1000

    @property
    def schedule_interval(self) -> float:
        """Returns the seconds between two exports where the environment is never frozen."""
        delay = self._number("OTEL_BSP_SCHEDULE_DELAY", 5000, 1)
        return min(delay, self._number("OTEL_LAMBDA_FLUSH_INTERVAL", delay, 1), 3_600_000) / 1000

    @property
    def timeout_guard(self) -> bool:
        """Tells if open spans are exported shortly before an invocation's deadline."""
        return self._boolean("OTEL_LAMBDA_TIMEOUT_GUARD", True)

    @property
    def queue_spans(self) -> bool:
        """Tells if the time that an event waited before the invocation is a span."""
        return self._boolean("OTEL_LAMBDA_QUEUE_SPANS", False)

    @property
    def captured_payloads(self) -> list[str]:
        """Returns which payloads are attributes of the invocation's span: `event`, `response`."""
        return self._list("OTEL_LAMBDA_CAPTURE_PAYLOAD", "none", PAYLOADS, "payload")

    @property
    def payload_limit(self) -> int:
        """Returns how many bytes of UTF-8 a captured payload may have."""
        return self._number("OTEL_LAMBDA_CAPTURE_PAYLOAD_LIMIT", 2048, 1, 65536)

    @property
    def redacted_names(self) -> list[str]:
        """Returns the names of further members whose values are replaced in captured payloads."""
        value = self.text("OTEL_LAMBDA_CAPTURE_PAYLOAD_REDACT")
        return [name.strip() for name in value.split(",") if name.strip()]

    @property
    def single_message_parent(self) -> bool:
        """Tells if the sender of a batch's only message is the parent, instead of being linked to."""
        return self._choice("OTEL_LAMBDA_SINGLE_MESSAGE", ("link", "parent"), "link") == "parent"

    @property
    def auto_instrumentation(self) -> bool:
        """Tells if the calls of client libraries are traced."""
        return self._boolean("OTEL_LAMBDA_AUTO_INSTRUMENTATION", True)

    @property
    def log_correlation(self) -> bool:
        """Tells if log records name the span that they belong to."""
        return self._boolean("OTEL_LAMBDA_LOG_CORRELATION", True)

    @property
    def common_default_enabled(self) -> bool:
        """Tells if libraries are traced that no variable names."""
        return self._boolean("OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", True)

    @property
    def disabled_instrumentations(self) -> set[str]:
        """Returns the libraries that are left alone, by the names of their instrumentations."""
        value = self.text("OTEL_PYTHON_DISABLED_INSTRUMENTATIONS")
        return {name.strip() for name in value.split(",") if name.strip()}

    @property
    def instruments_everything(self) -> bool:
        """Tells if no variable names a library, as is usual: to look each one up takes 0.1 ms."""
        return (
            self.auto_instrumentation
            and not self.disabled_instrumentations
            and not any(
                name.startswith("OTEL_INSTRUMENTATION_") and name.endswith("_ENABLED")
                for name in self._environment
            )
        )

    def instruments(self, library: str) -> bool:
        """Tells if a library's calls are traced; `library` as in OTEL_PYTHON_DISABLED_…, `urllib3`."""
        if not self.auto_instrumentation:
            return False
        disabled = self.disabled_instrumentations
        if library in disabled or "*" in disabled:
            return False
        name = f"OTEL_INSTRUMENTATION_{library.upper().replace('-', '_')}_ENABLED"
        return self._boolean(name, self.common_default_enabled)

    @property
    def metrics_temporality(self) -> str:
        """Returns `delta`, `cumulative` or `lowmemory`."""
        return self._choice(
            "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
            ("delta", "cumulative", "lowmemory"),
            "delta",
            ignore_case=True,
        )

    @property
    def managed_instances(self) -> bool:
        """Tells if the environment takes several events at a time, and is never frozen."""
        return self.text("AWS_LAMBDA_INITIALIZATION_TYPE") == "lambda-managed-instances" or bool(
            self.text("AWS_LAMBDA_MAX_CONCURRENCY")
        )

    @property
    def runtime_api(self) -> str:
        """Returns `host:port` of Lambda's APIs; empty outside Lambda."""
        return self.text("AWS_LAMBDA_RUNTIME_API")

    @property
    def wrapped_handler(self) -> str:
        """Returns the function's own handler where the layer's has taken its place."""
        return self.text("OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER")

    @property
    def memory_size(self) -> int:
        """Returns the function's memory in MB; 0 if Lambda has not set it."""
        return whole_number(self.lambda_variable("LAMBDA_FUNCTION_MEMORY_SIZE")) or 0

    def lambda_variable(self, name: str) -> str:
        """Returns a variable that Lambda sets, `AWS_` and the name."""
        return self._environment.get("AWS_" + name, "")

    def _boolean(self, name: str, default: bool) -> bool:
        return self._choice(name, ("true", "false"), str(default).lower(), ignore_case=True) == "true"

    def _choice(self, name: str, known: tuple[str, ...], default: str, ignore_case: bool = False) -> str:
        value = self.text(name)
        choice = value.lower() if ignore_case else value
        if not value or choice in known:
            return choice or default
        warn(f'{name}={value}: unknown value "{value}"; using {default}. Known: {", ".join(known)}')
        return default

    def _list(self, name: str, default: str, known: tuple[str, ...], kind: str) -> list[str]:
        """Returns the known names of a list, each once; `none` is no name."""
        value = self.text(name, default)
        names: list[str] = []
        unknown: list[str] = []
        for each in (part.strip() for part in value.split(",")):
            if each in known:
                if each not in names:
                    names.append(each)
            elif each and each != "none":
                unknown.append(each)
        if unknown:
            using = ",".join(names) or default
            choice = ", ".join((*known, "none"))
            warn(f'{name}={value}: unknown {kind} "{unknown[0]}"; using {using}. Known: {choice}')
            names = using.split(",") if using != "none" else []
        return names

    def _number(self, name: str, default: int, least: int, most: int | None = None) -> int:
        value = self.text(name)
        if not value:
            return default
        number = whole_number(value)
        if number is not None and number >= least and (most is None or number <= most):
            return number
        range_ = f"of at least {least}" if most is None else f"from {least} to {most}"
        warn(f"{name}={value}: not a whole number {range_}; using {default or 'none'}")
        return default

    def _optional_number(self, name: str, otherwise: str = "no limit") -> int | None:
        value = self.text(name)
        if not value:
            return None
        number = whole_number(value)
        if number is not None:
            return number
        warn(f"{name}={value}: not a whole number; using {otherwise}")
        return None


def whole_number(text: str) -> int | None:
    """Returns a number of a few ASCII digits; int() takes more, such as `1_0`, and fails for thousands."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MAX_DIGITS else None


def unquote(text: str) -> str:
    """Decodes `%20` and the like, in UTF-8."""
    if "%" not in text:
        return text
    parts = text.encode().split(b"%")
    decoded = [parts[0]]
    for part in parts[1:]:
        try:
            decoded.append(bytes([int(part[:2], 16)]) + part[2:])
        except ValueError:
            decoded.append(b"%" + part)
    return b"".join(decoded).decode("utf-8", "replace")
