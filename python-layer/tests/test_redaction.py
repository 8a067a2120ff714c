"""What of a text is replaced, as it is no JSON alone: it may be cut, hold JSON in strings, or be a form."""

from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest

from otel_lambda.function.redaction import Redaction

REDACTION = Redaction(["iban", "card.number", "Schlüssel"])
NAMES = ("password", "Authorization", "x-api-key", "CLIENTSECRET", "iban")


def _nested(value: Any, levels: int) -> str:
    """Returns JSON in a string of JSON, and so on."""
    text = json.dumps(value)
    for _ in range(levels):
        text = json.dumps({"body": text})
    return text


CASES: list[tuple[str, str]] = [
    # members
    ('{"password":"s"}', '{"password":"***"}'),
    ('{"password" : \t"s" , "a":1}', '{"password" : \t"***" , "a":1}'),
    ('{"PassWord":"s","pass":"t"}', '{"PassWord":"***","pass":"t"}'),
    ('{"password":"","a":1}', '{"password":"***","a":1}'),
    (r'{"password":"a\"b","a":1}', '{"password":"***","a":1}'),
    (r'{"password":"a\\","a":1}', '{"password":"***","a":1}'),
    (r'{"password":"a\\\"b","a":1}', '{"password":"***","a":1}'),
    (
        '{"mypassword":"s","password2":"t"," password":"u"}',
        '{"mypassword":"s","password2":"t"," password":"u"}',
    ),
    ('["password","s"]', '["password","s"]'),
    ('{"a":"password","b":"s"}', '{"a":"password","b":"s"}'),
    ('{"IBAN":"s","card.number":1,"cardXnumber":2}', '{"IBAN":"***","card.number":"***","cardXnumber":2}'),
    ('{"schlüssel":"s"}', '{"schlüssel":"***"}'),
    # values of other types
    ('{"token":12.5e3,"a":1}', '{"token":"***","a":1}'),
    ('{"token":null}', '{"token":"***"}'),
    ('[{"token":true},1]', '[{"token":"***"},1]'),
    ('{"token":{"a":{"b":"}"}},"c":1}', '{"token":"***","c":1}'),
    ('{"cookies":["a","]",["b"]],"c":1}', '{"cookies":"***","c":1}'),
    (r'{"token":{"a":"\"}"},"c":1}', '{"token":"***","c":1}'),
    ('{"token":{},"secret":[],"c":1}', '{"token":"***","secret":"***","c":1}'),
    ('{"a":{"token":[1]},"c":1}', '{"a":{"token":"***"},"c":1}'),
    # what is cut
    ('{"password":"sec', '{"password":"***"'),
    ('{"password":"', '{"password":"***"'),
    ('{"password":"sec\\', '{"password":"***"'),
    ('{"password":', '{"password":'),
    ('{"password', '{"password'),
    ('{"token":{"a":"}', '{"token":"***"'),
    ('{"token":[1,[2]', '{"token":"***"'),
    ('{"token":12', '{"token":"***"'),
    # in strings
    (r'{"b":"{\"password\":\"s\",\"a\":1}"}', r'{"b":"{\"password\":\"***\",\"a\":1}"}'),
    (r'{"b":"{\"password\" : \"a\\\"b\\\\\",\"a\":1}"}', r'{"b":"{\"password\" : \"***\",\"a\":1}"}'),
    (r'{"b":"{\"token\":1}"}', r'{"b":"{\"token\":\"***\"}"}'),
    (r'{"b":"{\"token\":{\"a\":\"}\\\"\"}}"}', r'{"b":"{\"token\":\"***\"}"}'),
    (r'{"b":"{\"password\":\"sec', r'{"b":"{\"password\":\"***\"'),
    (r'{"b":"{\"password\":\"sec\\', r'{"b":"{\"password\":\"***\"'),
    (r'{"b":"{\"password\":\\', r'{"b":"{\"password\":\\'),
    # no JSON: the quotes of a name differ, or have as many backslashes as there is no level for
    (r'\"password":"s"', r'\"password":"s"'),
    (r'\\"password\\":\\"s\\"', r'\\"password\\":\\"s\\"'),
    # forms and queries
    ("password=s&a=1", "password=***&a=1"),
    ("a=1&Token=s%20t", "a=1&Token=***"),
    ("/path?token=s&token=t x", "/path?token=***&token=*** x"),
    ('{"q":"?access_token=s","f":"pwd=t"}', '{"q":"?access_token=***","f":"pwd=***"}'),
    (r'{"b":"{\"f\":\"pwd=t\"}"}', r'{"b":"{\"f\":\"pwd=***\"}"}'),
    ("mytoken=s;token=t", "mytoken=s;token=t"),
    ("token=&a=1", "token=***&a=1"),
    ("token", "token"),
    ("", ""),
    ("no secret", "no secret"),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=lambda each: str(each)[:50])
def test_values_of_secret_members_are_replaced(text: str, expected: str) -> None:
    assert REDACTION.redact(text) == expected


def test_further_names_are_not_known_by_themselves() -> None:
    text = '{"iban":"shown","a.b":1,"aXb":2}'
    assert Redaction([]).redact(text) == text
    assert Redaction(["a.b", "a.b", ""][:2]).redact(text) == '{"iban":"shown","a.b":"***","aXb":2}'


@pytest.mark.parametrize("levels", range(5))
def test_json_in_strings_is_redacted_at_each_level(levels: int) -> None:
    secret = {"password": 'a"b\\', "token": [{"x": '"]'}], "pwd": 1, "note": 'c"d\\'}
    shown = {"password": "***", "token": "***", "pwd": "***", "note": 'c"d\\'}
    compact = json.loads(REDACTION.redact(_nested(secret, levels)))
    for _ in range(levels):
        compact = json.loads(compact["body"])
    assert compact == shown


def _document(chance: random.Random, depth: int) -> tuple[Any, Any]:
    """Returns a random value, and what is to become of it."""
    kind = chance.randrange(7 if depth else 4)
    if kind == 0:
        value: Any = chance.choice([0, -1.5, True, None])
        return value, value
    if kind < 4:
        text = "".join(chance.choices('ab"\\{}[],: ü\n/', k=chance.randrange(12)))
        return text, text
    if kind == 4:
        pairs = [_document(chance, depth - 1) for _ in range(chance.randrange(4))]
        return [one for one, _ in pairs], [other for _, other in pairs]
    if kind == 5:
        before, after = _document(chance, depth - 1)
        return json.dumps(before), json.dumps(after)
    before, after = {}, {}
    for index in range(chance.randrange(5)):
        secret = chance.random() < 0.4
        name = chance.choice(NAMES) if secret else f"n{index}"
        before[name], shown = _document(chance, depth - 1)
        after[name] = "***" if secret else shown
    return before, after


def test_random_documents_stay_json_without_their_secrets() -> None:
    chance = random.Random(7)
    for _ in range(3000):
        before, after = _document(chance, 5)
        assert REDACTION.redact(json.dumps(before)) == json.dumps(after)


@pytest.mark.parametrize("levels", range(3))
def test_no_cut_shows_a_part_of_a_secret(levels: int) -> None:
    text = _nested({"a": 1, "password": 'Q"Q\\Q', "token": {"Q": ["Q"]}, "f": "b=1&pwd=QQQ"}, levels)
    for end in range(len(text)):
        assert "Q" not in REDACTION.redact(text[:end])


@pytest.mark.parametrize(
    "text",
    [
        "\\" * 260_000,
        '"' * 260_000,
        "{" * 260_000,
        '"token":' + "{" * 260_000,
        '"token":' + '["' * 130_000,
        '"token":"' + "\\" * 260_000,
        '"token":"' + '\\"' * 130_000,
        '"token' + "\\" * 260_000,
        '"token"' + " " * 260_000,
        '"token":' + " " * 260_000,
        ('"token' + "\\" * 2_000) * 130,
        '"token":' * 32_000,
        '\\"token\\":\\"' * 20_000,
        '\\\\"token\\\\":' * 20_000,
        "&token=" * 37_000,
        "?" * 260_000,
        '"proxy-authorizatio' * 13_000,
    ],
    ids=lambda each: each[:12],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    begin = time.process_time()
    REDACTION.redact(text)
    # some 0.1 s; hours where each part is looked at again and again
    assert time.process_time() - begin < 3
