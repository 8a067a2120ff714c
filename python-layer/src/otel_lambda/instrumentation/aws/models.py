"""botocore.loaders: a service's model is found without listing all other services.

No tracing. Before it loads a model, botocore looks into the folders of more than 400 services, twice for
each client, only to see if the name is that of one of them. This is a tenth of a cold start.
"""

from __future__ import annotations

from _thread import get_ident

from otel_lambda.instrumentation.support import wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any


def patch(module: ModuleType) -> None:
    """Patches `Loader`: its look-up of a model; lists that the function asks for itself are whole."""
    loader = module.__dict__["Loader"]
    # what is looked for in each thread, and by whom
    known: dict[int, tuple[Any, str]] = {}

    def make_load(original: Any) -> Any:
        def load_service_model(self: Any, *arguments: Any, **named: Any) -> Any:
            name = _known_service(self, *arguments, **named)
            if not name:
                return original(self, *arguments, **named)
            thread = get_ident()
            known[thread] = self, name
            try:
                return original(self, *arguments, **named)
            finally:
                known.pop(thread, None)

        return load_service_model

    def make_list(original: Any) -> Any:
        def list_available_services(self: Any, *arguments: Any, **named: Any) -> Any:
            if known:
                # once: what follows in the same call is the function's own
                asking, name = known.pop(get_ident(), (None, ""))
                if asking is self:
                    return [name]
            return original(self, *arguments, **named)

        return list_available_services

    wrap(loader, "load_service_model", make_load)
    wrap(loader, "list_available_services", make_list)


def _known_service(
    loader: Any, service_name: Any = None, type_name: Any = None, api_version: Any = None
) -> str:
    """Returns the name of a service that has a model of this type; empty leaves the question to botocore."""
    if type(service_name) is not str or service_name in ("", ".", "..") or "/" in service_name:
        return ""
    try:
        # fails where there is none; botocore asks for the same next, and keeps the answer
        return service_name if loader.list_api_versions(service_name, type_name) else ""
    except Exception:
        return ""
