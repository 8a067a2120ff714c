"""Replaces the values of members that may be secrets, in a text that is JSON, holds JSON, or is cut.

A text is looked through once, from its begin to its end: no part of it is read again.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMES = (
    "authorization",
    "proxy-authorization",
    "authorizationToken",
    "cookie",
    "cookies",
    "set-cookie",
    "password",
    "passwd",
    "pwd",
    "secret",
    "client_secret",
    "clientSecret",
    "secretAccessKey",
    "apiKey",
    "api_key",
    "api-key",
    "x-api-key",
    "token",
    "access_token",
    "accessToken",
    "refresh_token",
    "refreshToken",
    "id_token",
    "idToken",
    "sessionToken",
    "x-amz-security-token",
    "private_key",
    "privateKey",
)
_REPLACEMENT = "***"
# as serializers write & and = that are safe in HTML, at any level
_AMPERSAND = re.compile(r"(?<!\\)\\+u0026")
_EQUALS = re.compile(r"(?<!\\)\\+u003[dD]")
_BRACKETS = re.compile(r'[{}\[\]"]')
_SCALAR = re.compile(r'[^,}\] \t\r\n\\"]+')


class Redaction:
    """The names of secret members, compared in any case."""

    def __init__(self, names: Iterable[str]) -> None:
        """Takes names beside those that are always redacted."""
        known = sorted({name.lower() for name in (*_NAMES, *names)})
        name = "|".join([re.escape(each) for each in known])
        # what precedes it is part of a match, as a search for a few characters is fast
        self._secret = re.compile(
            rf'([?&"])(?:{name})(?:(\\*)"[ \t\r\n]*:[ \t\r\n]*|=([^&"\\ \t\r\n]*))', re.IGNORECASE
        )

    def redact(self, text: str) -> str:
        """Returns the text with `***` for each secret value: of a JSON member, or of a form's or a query's.

        In JSON in a string, quotes have backslashes before them: 1 in the first string, 3 in a string in
        that, then 7 and so on. A value that has no end in the text goes with the rest of it.
        """
        # a name at the begin of a form is found as those that follow
        text = "&" + _EQUALS.sub("=", _AMPERSAND.sub("&", text))
        parts: list[str] = []
        done = position = 0
        while True:
            match = self._secret.search(text, position)
            if match is None:
                break
            position = match.end()
            if match[2] is None:
                parts += (text[done : match.start(3)], _REPLACEMENT)
                done = position
                continue
            backslashes = match[2]
            if not _is_name(text, match.start(), match[1], backslashes):
                position = match.start() + 1
                continue
            end = _end_of_value(text, position, backslashes)
            if end > position:
                parts += (text[done:position], f'{backslashes}"{_REPLACEMENT}{backslashes}"')
                done = position = end
        parts.append(text[done:])
        return "".join(parts)[1:]


def _is_name(text: str, begin: int, opening: str, backslashes: str) -> bool:
    """Tells if a quote opens a member's name that ends with a quote after so many backslashes."""
    count = len(backslashes)
    return (
        opening == '"'
        # 0, 1, 3, 7 …
        and count & (count + 1) == 0
        and text.endswith(backslashes, 0, begin)
        and not text.endswith("\\", 0, begin - count)
    )


def _end_of_value(text: str, begin: int, backslashes: str) -> int:
    """Returns where a value ends, whose own quotes have these backslashes before them."""
    opening = backslashes + '"'
    if text.startswith(opening, begin):
        return _end_of_string(text, begin + len(opening), len(backslashes))
    if text.startswith(("{", "["), begin):
        return _end_of_brackets(text, begin, len(backslashes))
    scalar = _SCALAR.match(text, begin)
    return begin if scalar is None else scalar.end()


def _end_of_string(text: str, begin: int, count: int) -> int:
    """Returns the end of a string whose content begins here; its quotes have `count` backslashes."""
    while True:
        quote = text.find('"', begin)
        if quote < 0:
            return len(text)
        before = _backslashes(text, begin, quote)
        begin = quote + 1
        # those that are more make pairs, each of as many as a backslash has in a string of this level
        if before >= count and (before - count) % (2 * (count + 1)) == 0:
            return begin


def _end_of_brackets(text: str, begin: int, count: int) -> int:
    """Returns the end of an object or array that begins here; `count` as for a string."""
    depth = 0
    position = begin
    while True:
        match = _BRACKETS.search(text, position)
        if match is None:
            return len(text)
        found = match.start()
        if match[0] in "{[":
            depth += 1
        elif match[0] in "}]":
            depth -= 1
            if depth == 0:
                return match.end()
        elif _backslashes(text, position, found) == count:
            position = _end_of_string(text, match.end(), count)
            continue
        position = match.end()


def _backslashes(text: str, begin: int, end: int) -> int:
    """Returns how many backslashes are before `end`, as far as `begin`."""
    return end - begin - len(text[begin:end].rstrip("\\"))
