"""A file of declarative configuration, `OTEL_CONFIG_FILE`, as the variables that mean the same.

The file is read and checked by the SDK's package for it, which the function or an add-on layer brings:
there is no YAML in Python. What the layer does itself is done by the layer, as with variables. Exporters
of spans that it does not have are made by the SDK.
"""

from __future__ import annotations

import dataclasses
import logging
from enum import Enum
from pathlib import Path
from urllib.parse import quote

from otel_lambda.diagnostics import describe, warn
from otel_lambda.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType
    from typing import Any

    Node = Mapping[str, Any]

_PACKAGE = "opentelemetry-sdk[file-configuration]"
_VARIABLES_THAT_STAY = ("OTEL_LAMBDA_", "OTEL_INSTRUMENTATION_", "OTEL_PYTHON_")
_ROOT = (
    *("file_format", "disabled", "log_level", "resource", "attribute_limits", "propagator"),
    *("tracer_provider", "meter_provider", "logger_provider"),
)
_SAMPLERS = {"always_on": "always_on", "always_off": "always_off", "trace_id_ratio_based": "traceidratio"}
_PROCESSOR = {
    "max_queue_size": "MAX_QUEUE_SIZE",
    "max_export_batch_size": "MAX_EXPORT_BATCH_SIZE",
    "schedule_delay": "SCHEDULE_DELAY",
}
_OTLP = {
    "endpoint": "ENDPOINT",
    "compression": "COMPRESSION",
    "timeout": "TIMEOUT",
    "ca_file": "CERTIFICATE",
    "key_file": "CLIENT_KEY",
    "cert_file": "CLIENT_CERTIFICATE",
}


def read(file: str, settings: Settings) -> Settings:
    """Returns the settings in the file, or those given, with a line, if it cannot be read."""
    if not Path(file).exists():
        return _unread(file, "no such file", settings)
    try:
        package = _package()
    except ImportError:
        return _unread(file, f"the function's packages lack {_PACKAGE}", settings)
    # it logs what it raises, too
    disabled = logging.root.manager.disable
    logging.disable()
    try:
        model = package.load_config_file(file)
        return DeclaredSettings(file, model, package)
    except Exception as error:
        return _unread(file, describe(error), settings)
    finally:
        logging.disable(disabled)


def _unread(file: str, why: str, settings: Settings) -> Settings:
    warn(f"OTEL_CONFIG_FILE={file}: {why}; the variables are used")
    return settings


def _package() -> ModuleType:
    from importlib import import_module

    try:
        return import_module("opentelemetry.configuration.file")
    except ModuleNotFoundError:
        return import_module("opentelemetry.sdk._configuration.file")  # before 1.42


class DeclaredSettings(Settings):
    """The settings in a file, in the place of the variables of the specification."""

    def __init__(self, file: str, model: Any, package: ModuleType) -> None:
        self._variables: dict[str, str] = {}
        self._attributes: dict[str, Any] = {}
        self._file = file
        self._model = model
        self._package = package
        super().__init__()
        self._read(_plain(model))

    def text(self, name: str, default: str = "") -> str:
        """Returns what the file says in a variable's place; others are the environment's."""
        if name.startswith("OTEL_") and not name.startswith(_VARIABLES_THAT_STAY):
            return self._variables.get(name, "") or default
        return super().text(name, default)

    @property
    def resource(self) -> dict[str, Any]:
        """Returns the resource's attributes, of their types."""
        return {**super().resource, **self._attributes}

    def _read(self, root: Node) -> None:
        for name in root:
            if name not in _ROOT:
                self._leave(name)
        self._put("OTEL_SDK_DISABLED", root, "disabled")
        self._read_resource(_below(root, "resource"))
        self._read_limits(_below(root, "attribute_limits"), "OTEL_")
        self._read_propagator(_below(root, "propagator"))
        tracers = _below(root, "tracer_provider")
        self._read_limits(_below(tracers, "limits"), "OTEL_SPAN_")
        self._read_sampler(_below(tracers, "sampler"))
        loggers = _below(root, "logger_provider")
        for signal, entries, prefix in (
            ("traces", tracers.get("processors"), "OTEL_BSP_"),
            ("metrics", _below(root, "meter_provider").get("readers"), "OTEL_METRIC_EXPORT_"),
            ("logs", loggers.get("processors"), "OTEL_BLRP_"),
        ):
            self._read_exporters(signal, entries or [], prefix)

    def _read_resource(self, resource: Node) -> None:
        self._put("OTEL_RESOURCE_ATTRIBUTES", resource, "attributes_list")
        for attribute in resource.get("attributes") or ():
            if attribute.get("value") is not None:
                self._attributes[attribute["name"]] = attribute["value"]
        if "detection_development" in resource:
            self._leave("resource.detection_development")

    def _read_limits(self, limits: Node, prefix: str) -> None:
        for name in limits:
            # those of events and links are not named by OTEL_SPAN_
            of_another = name.startswith(("event_attribute", "link_attribute"))
            self._put(("OTEL_" if of_another else prefix) + name.upper(), limits, name)

    def _read_propagator(self, propagator: Node) -> None:
        names = [name for entry in propagator.get("composite") or () for name in entry]
        names += str(propagator.get("composite_list") or "").split(",")
        self._variables["OTEL_PROPAGATORS"] = ",".join(filter(None, names)) or "none"

    def _read_sampler(self, sampler: Node) -> None:
        parent_based = "parent_based" in sampler
        parent = _below(sampler, "parent_based")
        for name in parent:
            if name != "root":
                self._leave(f"tracer_provider.sampler.parent_based.{name}")
        root = _below(parent, "root") if parent_based else sampler
        for name in root:
            if name in _SAMPLERS:
                prefix = "parentbased_" if parent_based else ""
                self._variables["OTEL_TRACES_SAMPLER"] = prefix + _SAMPLERS[name]
                self._put("OTEL_TRACES_SAMPLER_ARG", _below(root, name), "ratio")
            else:
                self._leave(f"tracer_provider.sampler.{name}")

    def _read_exporters(self, signal: str, entries: list[Node], prefix: str) -> None:
        """Reads a signal's processors or readers, each of which has an exporter."""
        names: list[str] = []
        for place, entry in enumerate(entries):
            for kind in entry:
                settings = _below(entry, kind)
                for name, variable in _PROCESSOR.items():
                    self._put(prefix + variable, settings, name)
                exporter = _below(settings, "exporter")
                if not exporter:
                    self._leave(f"{signal}.{kind}")
                for name in exporter:
                    if name == "console":
                        names.append(name)
                    elif name == "otlp_http" and "otlp" not in names:
                        names.append("otlp")
                        self._read_otlp(signal, _below(exporter, name))
                    elif signal == "traces" and name not in names and self._make(name, place):
                        names.append(name)
                    else:
                        self._leave(f"{signal}.{name}")
        self._variables[f"OTEL_{signal.upper()}_EXPORTER"] = ",".join(names) or "none"

    def _read_otlp(self, signal: str, otlp: Node) -> None:
        prefix = f"OTEL_EXPORTER_OTLP_{signal.upper()}_"
        for settings in (otlp, _below(otlp, "tls")):
            for name in settings:
                if name in _OTLP:
                    self._put(prefix + _OTLP[name], settings, name)
        headers = [str(otlp.get("headers_list") or "")]
        headers += [f"{each['name']}={quote(str(each['value']))}" for each in otlp.get("headers") or ()]
        self._variables[prefix + "HEADERS"] = ",".join(filter(None, headers))
        temporality = str(otlp.get("temporality_preference") or "").replace("_", "")
        self._variables["OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"] = temporality

    def _make(self, name: str, place: int) -> bool:
        """Lets the SDK make the exporter of a processor; returns if it has."""
        provider: Any = self._model.tracer_provider
        if isinstance(provider, dict):
            return False  # before 1.42, the SDK cannot do it either
        processor = provider.processors[place]
        # not a batch's, whose thread would know no freeze
        simple = dataclasses.replace(processor, batch=None, simple=processor.batch or processor.simple)
        alone = dataclasses.replace(provider, processors=[simple])
        try:
            made = self._package.create_tracer_provider(alone)
            (own,) = made._active_span_processor._span_processors
            self.made_exporters[name] = own.span_exporter
        except Exception as error:
            warn(f"OTEL_CONFIG_FILE={self._file}: {name} cannot be made: {describe(error)}")
            return False
        return True

    def _put(self, variable: str, node: Node, name: str) -> None:
        value = node.get(name)
        if isinstance(value, bool):
            value = str(value).lower()
        if isinstance(value, (str, int, float)):
            self._variables[variable] = str(value)

    def _leave(self, what: str) -> None:
        name = what.replace("_development", "/development")
        warn(f"OTEL_CONFIG_FILE={self._file}: {name} is not known here; the rest is used")


def _plain(value: Any) -> Any:
    """Returns the SDK's model as it is in the file, without what is not there."""
    if dataclasses.is_dataclass(value):
        members = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        members.update(getattr(value, "additional_properties", None) or {})
        return {name: _plain(each) for name, each in members.items() if each is not None}
    if isinstance(value, dict):
        return {name.replace("/", "_"): _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value


def _below(node: Node, name: str) -> Node:
    value = node.get(name)
    return value if isinstance(value, dict) else {}
