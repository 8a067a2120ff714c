"""An endpoint that is no URL: what is good of it is used, with a line. Loaded for such a one only."""

from __future__ import annotations

from otel_lambda.diagnostics import warn
from otel_lambda.sdk.http.url import Url, endpoint_of
from otel_lambda.settings import DEFAULT_ENDPOINT, Settings


def corrected(settings: Settings, signal: str) -> Url:
    """Returns the signal's endpoint, that for all signals, or the default, whichever is one."""
    for name, path, otherwise in (
        (f"OTEL_EXPORTER_OTLP_{signal.upper()}_ENDPOINT", "", "the one for all signals"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", f"/v1/{signal}", DEFAULT_ENDPOINT),
    ):
        text = settings.text(name)
        if not text:
            continue
        better = text if "://" in text else "http://" + text
        if path:
            better = better.partition("?")[0].partition("#")[0].rstrip("/")
        try:
            url = endpoint_of(better + path)
        except ValueError as error:
            warn(f"{name}={_masked(text)}: {error}; using {otherwise}")
            continue
        if better != text.rstrip("/"):
            what = "the URL has no scheme" if "://" not in text else "the URL has a query or a fragment"
            warn(f"{name}={_masked(text)}: {what}; using {_masked(better)}")
        return url
    return Url(f"{DEFAULT_ENDPOINT}/v1/{signal}")


def _masked(text: str) -> str:
    """Returns a URL without what may be a secret: user and password, and the query."""
    scheme, separator, rest = text.rpartition("://")
    user, at, rest = rest.rpartition("@")
    place, mark, _ = rest.partition("?")
    return f"{scheme}{separator}{'…' if user else ''}{at}{place}{mark}{'…' if mark else ''}"
