"""Checks the project's Markdown: links and anchors, the length of paragraphs, decisions and the README, and that the
table of settings has this project's own variables for each layer that reads them, and the table of prices those of the
sources. Checks the first words of Javadocs, and docs/dashboards/."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dashboards

ROOT = Path(__file__).resolve().parents[2]
MAX_README_BYTES = 8 * 1024
MAX_PARAGRAPH_LINES = 5
LINE_CHARACTERS = 120
MAX_DECISION_WORDS = 150

OWN_VARIABLE = re.compile(r"\bOTEL_LAMBDA_[A-Z_]*[A-Z]\b")
SETTINGS = "docs/settings.md"
SOURCES = {  # by the columns of the table of settings
    ("wrapper", "agent"): (
        "function-instrumentation/src/main",
        "execution-wrapper/src/main/java",
        "lambda-sdk/src/main",
    ),
    ("Python",): ("python-layer/src",),
    ("Node.js",): ("nodejs-layer/src", "nodejs-layer/layer"),
    ("Ruby",): ("ruby-layer/src/otel_lambda/settings.rb",),
    ("Go",): ("go-instrumentation/settings.go",),
    ("Collector",): ("collector-layer/components", "collector-layer/config.yaml"),
}

COSTS = "docs/costs.md"
PRICE_ROW = re.compile(r"\| ([^|]+) \| (\d+\.\d+) \|")
PRICES = {  # how many of the table's prices a source has to have
    "collector-layer/components/telemetryapireceiver/cost.go": 3,
    "benchmarks/src/main/java/io/opentelemetry/lambda/benchmarks/cli/CapacityCommand.java": 2,
}

LINK = re.compile(r"\[[^\]]*\]\((?!\w+:)([^)#\s]*)(#[^)\s]*)?\)")
HEADING = re.compile(r"#{1,6} +(.*)")
JAVADOC = re.compile(r"/\*\*\s*(?:\*\s*)?(What|Whether|Who|Of|Returns)\b")
LIST_ITEM = re.compile(r"\s*([-*]|\d+\.) ")


def main() -> int:
    """Prints each fault as file:line: message; returns 1 if there is one."""
    faults = [fault for page in files("*.md") for fault in check(page)]
    faults += [fault for source in files("*.java") for fault in vague_javadocs(source)]
    faults += dashboards.check(ROOT)
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


def files(pattern: str) -> list[Path]:
    """The project's files of a pattern, in git or about to be."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", pattern],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).exists()]


def check(page: Path) -> Iterator[str]:
    """The faults of one page."""
    text = page.read_text(encoding="utf-8")
    name = page.relative_to(ROOT)
    lines = without_code(text)
    if str(name) == "README.md" and len(text.encode()) > MAX_README_BYTES:
        yield f"{name}:1: {len(text.encode())} bytes, at most {MAX_README_BYTES}: move text to a page in docs/"
    for number, message in [*broken_links(page, lines), *long_paragraphs(lines), *nested_code(text)]:
        yield f"{name}:{number}: {message}"
    if str(name) == SETTINGS:
        yield from wrong_settings(lines)
    if str(name) == COSTS:
        yield from other_prices(lines)
    if name.name == "RATIONALE.md":
        for number, message in long_decisions(lines):
            yield f"{name}:{number}: {message}"


def vague_javadocs(source: Path) -> Iterator[str]:
    """Javadocs whose first word hides what a thing is or does."""
    text = source.read_text(encoding="utf-8")
    for javadoc in JAVADOC.finditer(text):
        line = text.count("\n", 0, javadoc.start(1)) + 1
        yield f'{source.relative_to(ROOT)}:{line}: a Javadoc begins with "{javadoc[1]}": say what it is or does'


def without_code(text: str) -> list[str]:
    """The lines, those of code blocks empty."""
    lines = []
    fenced = False
    for line in text.splitlines():
        fence = line.lstrip().startswith("```")
        lines.append("" if fence or fenced else line)
        fenced = fenced != fence
    return lines


def nested_code(text: str) -> Iterator[tuple[int, str]]:
    """Code blocks in lists, which GitHub shows and mkdocs does not."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(" ") and line.lstrip().startswith("```"):
            yield number, "a code block that does not begin at the line's start: mkdocs shows it as text"


def broken_links(page: Path, lines: list[str]) -> Iterator[tuple[int, str]]:
    """The links to a file or a heading that is not there."""
    for number, line in enumerate(lines, 1):
        for path, anchor in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            target = page.parent / path if path else page
            if not target.exists():
                yield number, f"{path}: no such file"
            elif anchor and anchor[1:] not in anchors(target):
                yield number, f"{path}{anchor}: no such heading"


def anchors(page: Path) -> set[str]:
    """What GitHub calls the headings of a page."""
    headings = (HEADING.fullmatch(line) for line in without_code(page.read_text(encoding="utf-8")))
    texts = (re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]) for heading in headings if heading)
    return {re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-") for text in texts}


def long_paragraphs(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Paragraphs and items of lists of more than five lines; tables and headings may be long."""
    for number, paragraph in paragraphs(lines):
        length = -(-len(re.sub(r"\]\([^)]*\)", "]", paragraph)) // LINE_CHARACTERS)
        if length > MAX_PARAGRAPH_LINES:
            yield number, (
                f"a paragraph of {length} lines of {LINE_CHARACTERS} characters, at most {MAX_PARAGRAPH_LINES}:"
                " make it a list, a table or two paragraphs"
            )


def paragraphs(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Each paragraph and item of a list, with the line where it begins."""
    start, parts = 0, list[str]()
    for number, line in enumerate([*lines, ""], 1):
        apart = not line.strip() or line.startswith(("|", "#", "<!--"))
        if parts and (apart or LIST_ITEM.match(line)):
            yield start, " ".join(parts)
            parts = []
        if not apart:
            start = start if parts else number
            parts.append(line.strip())


def long_decisions(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Headings with more than 150 words below them, tables apart."""
    start, words = 1, 0
    for number, line in enumerate([*lines, "# end"], 1):
        if HEADING.fullmatch(line):
            if words > MAX_DECISION_WORDS:
                yield start, f"a decision of {words} words, at most {MAX_DECISION_WORDS}"
            start, words = number, 0
        elif not line.startswith("|"):
            words += len(line.split())


def wrong_settings(lines: list[str]) -> Iterator[str]:
    """The variables of this project's own that a layer reads and its column lacks, or the other way round."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    head = rows[0]
    for columns, folders in SOURCES.items():
        documented = {
            variable
            for row in rows
            for variable in OWN_VARIABLE.findall(row[0])
            if any(row[head.index(column)] == "yes" for column in columns)
        }
        read = {variable for folder in folders for variable in variables(ROOT / folder)}
        for variable in sorted(documented ^ read):
            fault = "is not read there" if variable in documented else "is read there, but the table does not say so"
            yield f"{SETTINGS}:1: {variable}, {' and '.join(columns)}: {fault}"


def other_prices(lines: list[str]) -> Iterator[str]:
    """The sources whose prices are not those of the table."""
    documented = {float(row[2]) for row in map(PRICE_ROW.match, lines) if row}
    for name, count in PRICES.items():
        numbers = re.findall(r"\b\d+\.\d+\b", (ROOT / name).read_text(encoding="utf-8"))
        if len(documented & {float(number) for number in numbers}) != count:
            yield f"{COSTS}:1: {name}: its prices are not those of the table"


def variables(source: Path) -> set[str]:
    """The variables of this project's own that a file or a folder's files name, tests apart."""
    sources = [source] if source.is_file() else [file for file in source.rglob("*") if file.is_file()]
    texts = (file.read_text(encoding="utf-8", errors="ignore") for file in sources if "_test." not in file.name)
    return {variable for text in texts for variable in OWN_VARIABLE.findall(text)}


if __name__ == "__main__":
    sys.exit(main())
