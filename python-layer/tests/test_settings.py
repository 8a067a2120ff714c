"""Each variable's bad values get one line that names it, and the good part is used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from otel_lambda import diagnostics
from otel_lambda.function.instrumentation import FunctionInstrumentation
from otel_lambda.sdk.http.endpoint import corrected
from otel_lambda.sdk.http.url import endpoint_of
from otel_lambda.settings import Settings
from otel_lambda.telemetry import Telemetry


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Returns what is printed on the function's log."""
    printed: list[str] = []
    monkeypatch.setattr(diagnostics, "_printed", set())
    monkeypatch.setattr(diagnostics.os, "write", lambda file, text: printed.append(text.decode()))
    return printed


CASES: list[tuple[dict[str, str], str, Any, str]] = [
    (
        {"OTEL_TRACES_EXPORTER": "zipkin"},
        "exporters:traces",
        ["otlp"],
        'unknown exporter "zipkin"; using otlp',
    ),
    (
        {"OTEL_METRICS_EXPORTER": "prometheus"},
        "exporters:metrics",
        [],
        'unknown exporter "prometheus"; using none',
    ),
    (
        {"OTEL_LOGS_EXPORTER": "console, file"},
        "exporters:logs",
        ["console"],
        'unknown exporter "file"; using console',
    ),
    (
        {"OTEL_EXPERIMENTAL_CONFIG_FILE": "/var/task/otel.yaml"},
        "check_setup",
        None,
        "not supported here; it is named by OTEL_CONFIG_FILE now",
    ),
    ({"OTEL_PYTHON_ID_GENERATOR": "xray"}, "check_setup", None, "random ids are used"),
    ({"OTEL_TRACES_SAMPLER": "xray"}, "sampler.name", "parentbased_always_on", 'unknown sampler "xray"'),
    (
        {"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "2"},
        "sampler.name",
        "traceidratio",
        "not a number from 0 to 1",
    ),
    (
        {"OTEL_PROPAGATORS": "tracecontext,b4"},
        "propagators",
        ["tracecontext"],
        'unknown propagator "b4"; using tracecontext',
    ),
    (
        {"OTEL_PROPAGATORS": "b4"},
        "propagators",
        ["tracecontext", "baggage", "xray"],
        "using tracecontext,baggage,xray",
    ),
    ({"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "check_protocol:traces", None, "using http/protobuf"),
    ({"OTEL_EXPORTER_OTLP_COMPRESSION": "zstd"}, "gzip:traces", False, 'unknown value "zstd"; using none'),
    ({"OTEL_EXPORTER_OTLP_TIMEOUT": "soon"}, "export_timeout:traces", 10.0, "using 10000"),
    (
        {"OTEL_EXPORTER_OTLP_HEADERS": "secret"},
        "headers:traces",
        {},
        "OTEL_EXPORTER_OTLP_HEADERS: a part is no key=value",
    ),
    (
        {"OTEL_EXPORTER_OTLP_TIMEOUT": "3600001"},
        "export_timeout:traces",
        10.0,
        "from 1 to 3600000; using 10000",
    ),
    ({"OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "1_0"}, "batch_size:BSP", 512, "using 512"),
    ({"OTEL_LAMBDA_QUEUE_SIZE": "-1"}, "queue_bytes", 2 * 1024 * 1024, "not a whole number of at least 1"),
    (
        {"OTEL_LAMBDA_FLUSH": "later"},
        "flush_policy",
        "before-response",
        "using before-response. Known: before-response, after-response, adaptive",
    ),
    ({"OTEL_LAMBDA_FLUSH_INTERVAL": "1s"}, "adaptive_interval", 1.0, "using 1000"),
    (
        {"OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT": "x"},
        "flush_timeout",
        float("inf"),
        "using the invocation's remaining time",
    ),
    ({"OTEL_BSP_SCHEDULE_DELAY": "0"}, "schedule_interval", 5.0, "using 5000"),
    ({"OTEL_LAMBDA_TIMEOUT_GUARD": "no"}, "timeout_guard", True, "using true"),
    ({"OTEL_LAMBDA_SINGLE_MESSAGE": "both"}, "single_message_parent", False, "using link"),
    ({"OTEL_LAMBDA_AUTO_INSTRUMENTATION": "1"}, "auto_instrumentation", True, "using true"),
    ({"OTEL_SPAN_EVENT_COUNT_LIMIT": "many"}, "limits.events", 128, "using 128"),
    ({"OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT": "long"}, "limits.attribute_length", None, "using no limit"),
    (
        {"OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE": "d"},
        "metrics_temporality",
        "delta",
        "using delta",
    ),
]


ENDPOINTS: list[tuple[dict[str, str], str, str]] = [
    (
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "localhost:1/x/"},
        "localhost:1/x/v1/logs",
        "no scheme; using http://localhost:1/x",
    ),
    (
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://h?key=1"},
        "h/v1/logs",
        "=http://h?…: the URL has a query or a fragment; using http://h",
    ),
    (
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://h#top"},
        "h/v1/logs",
        "the URL has a query or a fragment; using http://h",
    ),
    ({"OTEL_EXPORTER_OTLP_ENDPOINT": "no url"}, "localhost:4318/v1/logs", "has blanks"),
    (
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "ftp://localhost"},
        "localhost:4318/v1/logs",
        "not an http or https URL; using http://localhost:4318",
    ),
    ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://"}, "localhost:4318/v1/logs", "using http://localhost:4318"),
    (
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://u:secret@h:99999"},
        "localhost:4318/v1/logs",
        "=http://…@h:99999: the URL's port",
    ),
    ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://h:0x1"}, "localhost:4318/v1/logs", "the URL's port"),
    ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://[::1"}, "localhost:4318/v1/logs", "not closed"),
    ({"OTEL_EXPORTER_OTLP_ENDPOINT": "https://bücher.example"}, "localhost:4318/v1/logs", "no ASCII"),
    (
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://h", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "x y"},
        "h/v1/logs",
        "using the one for all signals",
    ),
    ({"OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "x y"}, "localhost:4318/v1/logs", "using the one for all signals"),
    ({"OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "h/x"}, "h/x", "using http://h/x"),
]


@pytest.mark.parametrize(("variables", "expected", "line"), ENDPOINTS, ids=lambda each: str(each)[:60])
def test_what_is_good_of_an_endpoint_is_used(
    variables: dict[str, str], expected: str, line: str, lines: list[str]
) -> None:
    settings = Settings(variables)
    with pytest.raises(ValueError):
        endpoint_of(settings.endpoint("logs"))
    url = corrected(settings, "logs")
    assert url.authority + url.path == expected
    (said,) = lines
    assert said.startswith(f"[otel] {list(variables)[-1]}=")
    assert line in said
    assert "secret" not in said


ODD = (
    *(
        "",
        "  ",
        "\t",
        "-1",
        "0",
        "1",
        "9" * 25,
        "9" * 5000,
        "1e999",
        "nan",
        "²",
        "١٢",
        "ü€",
        "\udcff",
        "\0",
        "a\nb",
    ),
    *(
        ",",
        ",,=,",
        "=",
        "a=b=c,=d,e",
        "x" * 100_000,
        "TRUE",
        "none,none",
        "%ZZ",
        "k=v\r\nx: y",
        "*",
        "http://",
        "//h",
    ),
)


@pytest.mark.parametrize("value", ODD, ids=lambda value: ascii(value)[:20])
def test_no_value_of_any_variable_keeps_a_function_from_being_traced(value: str, lines: list[str]) -> None:
    known = json.loads((Path(__file__).parents[2] / "conformance" / "settings.json").read_text())
    names = [each["name"] for each in known["settings"] if "python" in each.get("layers", known["layers"])]
    assert len(names) > 50
    for name in [*names, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "http_proxy", "no_proxy"]:
        variables = dict.fromkeys(("OTEL_METRICS_EXPORTER", "OTEL_LOGS_EXPORTER"), "otlp")
        settings = Settings({**variables, "OTEL_TRACES_SAMPLER": "traceidratio", name: value})
        settings.check_setup()
        telemetry = Telemetry(settings)
        telemetry.log_sinks()
        FunctionInstrumentation(telemetry)
        for each in vars(Settings):
            if isinstance(vars(Settings)[each], property):
                getattr(settings, each)
        assert all(len(line) < 2100 and line.count("\n") == 1 for line in lines)


def _read(settings: Settings, path: str) -> Any:
    name, _, argument = path.partition(":")
    if argument:
        return getattr(settings, name)(argument)
    value: Any = settings
    for part in name.split("."):
        value = getattr(value, part)
    return value() if callable(value) else value


@pytest.mark.parametrize(("variables", "path", "expected", "line"), CASES, ids=lambda each: str(each)[:40])
def test_bad_value_is_named_once(
    variables: dict[str, str], path: str, expected: Any, line: str, lines: list[str]
) -> None:
    settings = Settings(variables)
    assert _read(settings, path) == expected
    assert _read(settings, path) == expected
    assert len(lines) == 1
    name, value = list(variables.items())[-1]
    shown = name if "HEADERS" in name else f"{name}={value}"
    assert lines[0].startswith(f"[otel] {shown}:")
    assert line in lines[0]


def test_setup_by_the_variables_is_not_named(lines: list[str]) -> None:
    Settings({"OTEL_PYTHON_ID_GENERATOR": "random", "OTEL_EXPERIMENTAL_CONFIG_FILE": " "}).check_setup()
    assert lines == []


@pytest.mark.parametrize(
    ("variables", "everything"),
    [
        ({}, True),
        ({"OTEL_INSTRUMENTATION_AWS_LAMBDA_FLUSH_TIMEOUT": "1"}, True),
        ({"OTEL_INSTRUMENTATION_REDIS_ENABLED": "false"}, False),
        ({"OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED": "false"}, False),
        ({"OTEL_PYTHON_DISABLED_INSTRUMENTATIONS": "redis"}, False),
        ({"OTEL_LAMBDA_AUTO_INSTRUMENTATION": "false"}, False),
    ],
)
def test_libraries_are_looked_up_where_a_variable_names_one(
    variables: dict[str, str], everything: bool
) -> None:
    assert Settings(variables).instruments_everything is everything


def test_values_of_the_specification_are_read() -> None:
    settings = Settings(
        {
            "OTEL_EXPORTER_OTLP_ENDPOINT": "https://example.com/base/",
            "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "https://logs.example.com/x",
            "OTEL_EXPORTER_OTLP_TRACES_HEADERS": "a=1",
            "OTEL_EXPORTER_OTLP_HEADERS": "b=2",
            "OTEL_RESOURCE_ATTRIBUTES": "service.name=from-attributes,k=%C3%BC",
            "OTEL_SERVICE_NAME": "named",
            "OTEL_PROPAGATORS": "xray-lambda, xray,tracecontext,tracecontext",
            "OTEL_PYTHON_DISABLED_INSTRUMENTATIONS": "redis, urllib3",
            "OTEL_INSTRUMENTATION_REQUESTS_ENABLED": "false",
        }
    )
    assert settings.endpoint("traces") == "https://example.com/base/v1/traces"
    assert settings.endpoint("logs") == "https://logs.example.com/x"
    assert (settings.headers("traces"), settings.headers("metrics")) == ({"a": "1"}, {"b": "2"})
    assert settings.resource == {"service.name": "named", "k": "ü"}
    assert settings.propagators == ["xray-lambda", "tracecontext"]
    assert [settings.instruments(each) for each in ("urllib3", "redis", "requests", "httpx")] == [
        False,
        False,
        False,
        True,
    ]
