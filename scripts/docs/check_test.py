"""Tests of check.py: each rule, broken and kept."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import check


class CheckTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        root = mock.patch.object(check, "ROOT", self.root)
        root.start()
        self.addCleanup(root.stop)

    def faults(self, text: str, name: str = "page.md") -> list[str]:
        page = self.root / name
        page.write_text(text, encoding="utf-8")
        return list(check.check(page))

    def test_link_to_a_missing_file(self) -> None:
        self.assertEqual(self.faults("see\n[x](gone.md)"), ["page.md:2: gone.md: no such file"])

    def test_link_to_a_missing_heading(self) -> None:
        self.assertEqual(self.faults("# One\n[x](#two)"), ["page.md:2: #two: no such heading"])

    def test_links_that_hold(self) -> None:
        self.assertEqual(self.faults("# A `b`, c?\n[x](#a-b-c) [y](page.md#a-b-c) [z](https://example.com/#q)"), [])

    def test_links_in_code_are_no_links(self) -> None:
        self.assertEqual(self.faults("`[x](gone.md)`\n```\n[x](gone.md)\n```"), [])

    def test_long_paragraph(self) -> None:
        [fault] = self.faults("short\n\n" + "word " * 130)
        self.assertIn("page.md:3: a paragraph of 6 lines", fault)

    def test_long_item(self) -> None:
        [fault] = self.faults("- short\n- " + "word " * 130)
        self.assertIn("page.md:2: a paragraph of 6 lines", fault)

    def test_tables_may_be_long(self) -> None:
        self.assertEqual(self.faults("| " + "word " * 200 + "|"), [])

    def test_code_in_a_list(self) -> None:
        faults = self.faults("1. one\n   ```\n   x\n   ```")
        self.assertEqual([fault.split(":")[1] for fault in faults], ["2", "4"])

    def test_long_decision(self) -> None:
        [fault] = self.faults("# Title\n\n## One\n\n" + "a b c\n\n" * 51, "RATIONALE.md")
        self.assertEqual(fault, "RATIONALE.md:3: a decision of 153 words, at most 150")

    def test_long_readme(self) -> None:
        [fault] = self.faults("# Title\n" + "| a |\n" * 2000, "README.md")
        self.assertIn("README.md:1: 12008 bytes", fault)

    def test_javadoc_that_begins_vaguely(self) -> None:
        source = self.root / "A.java"
        source.write_text("/** Tells whether. */\n/**\n * Whether it is. */\n/** Ofen. */", encoding="utf-8")
        self.assertEqual(
            list(check.vague_javadocs(source)),
            ['A.java:3: a Javadoc begins with "Whether": say what it is or does'],
        )

    def test_settings_without_a_layers_variable(self) -> None:
        (self.root / "read").write_text("OTEL_LAMBDA_A OTEL_LAMBDA_B", encoding="utf-8")
        table = "| variable | Python |\n| --- | --- |\n| `OTEL_LAMBDA_A` | yes |\n| `OTEL_LAMBDA_C` | yes |\n"
        with mock.patch.object(check, "SOURCES", {("Python",): ("read",)}):
            self.assertEqual(
                list(check.wrong_settings(table.splitlines())),
                [
                    "docs/settings.md:1: OTEL_LAMBDA_B, Python: is read there, but the table does not say so",
                    "docs/settings.md:1: OTEL_LAMBDA_C, Python: is not read there",
                ],
            )

    def test_prices_that_differ_from_a_source(self) -> None:
        (self.root / "source").write_text("double gbSecond = 0.0000166667, requests = 0.25;", encoding="utf-8")
        table = "| a second | 0.0000166667 | x |\n| a million requests | 0.20 | y |\n"
        with mock.patch.object(check, "PRICES", {"source": 2}):
            self.assertEqual(
                list(check.other_prices(table.splitlines())),
                ["docs/costs.md:1: source: its prices are not those of the table"],
            )
            (self.root / "source").write_text("0.0000166667 0.20", encoding="utf-8")
            self.assertEqual(list(check.other_prices(table.splitlines())), [])


if __name__ == "__main__":
    unittest.main()
