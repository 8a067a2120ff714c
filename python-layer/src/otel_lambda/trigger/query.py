"""The query of a request, put together from an event's parameters, without its secrets."""

from __future__ import annotations

from otel_lambda.trigger.event import as_text, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-*")
_SECRETS = frozenset(
    (
        # the signatures and keys that the semantic conventions name, and AWS's presigned URLs
        "awsaccesskeyid",
        "signature",
        "sig",
        "x-goog-signature",
        "x-amz-signature",
        "x-amz-credential",
        "x-amz-security-token",
        # usual names of passwords and tokens
        "access_token",
        "refresh_token",
        "id_token",
        "token",
        "client_secret",
        "secret",
        "password",
        "api_key",
        "apikey",
        "api-key",
    )
)


def join(event: dict[str, Any], encode: bool) -> str | None:
    """Returns the query of an event's parameters; `encode` where the service has decoded them."""
    parameters = mapping(event, "multiValueQueryStringParameters") or mapping(event, "queryStringParameters")
    pairs = []
    for name, value in parameters.items():
        for each in value if type(value) is list else [value]:
            part = as_text(each)
            if part is not None:
                pairs.append(f"{_form(name)}={_form(part)}" if encode else f"{name}={part}")
    return "&".join(pairs) or None


def _form(text: str) -> str:
    if _PLAIN.issuperset(text):
        return text
    return "".join(
        [
            each
            if each in _PLAIN
            else "+"
            if each == " "
            else "".join([f"%{byte:02X}" for byte in each.encode("utf-8", "replace")])
            for each in text
        ]
    )


def redact(query: str) -> str:
    """Returns the query with REDACTED for the value of each parameter that may be a secret."""
    pairs = query.split("&")
    for index, pair in enumerate(pairs):
        name, equals, _ = pair.partition("=")
        if equals and name.lower() in _SECRETS:
            pairs[index] = f"{name}=REDACTED"
    return "&".join(pairs)
