"""Tests how Collectors are measured, with the built default layer: bench_test.py LAYER.zip"""

from __future__ import annotations

import subprocess
import sys
import unittest
from pathlib import Path

from standin import TIMEOUT

BENCH = Path(__file__).with_name("bench.py")
COLUMNS = 9


class BenchTest(unittest.TestCase):
    layer: Path

    def bench(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, str(BENCH), *arguments], capture_output=True, text=True, check=False, timeout=4 * TIMEOUT)

    def test_collectors_may_be_named_before_and_after_the_options(self) -> None:
        ran = self.bench(f"mine={self.layer}", "--runs", "1", f"ours={self.layer}")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        rows = [line.strip("| ").split(" | ") for line in ran.stdout.splitlines()[2:]]
        self.assertEqual(["mine", "ours"], [row[0] for row in rows])
        for row in rows:
            self.assertEqual(COLUMNS, len(row))
            self.assertTrue(all(float(figure) > 0 for figure in row[1:]), row)

    def test_a_collector_without_a_file_is_refused_with_a_line(self) -> None:
        for argument in ("mine", "mine=", f"={self.layer}", "mine=/no/such.zip"):
            ran = self.bench("--runs", "1", argument)
            self.assertEqual(ran.returncode, 2)
            self.assertIn(f"{argument}: there is no such file", ran.stderr)

    def test_runs_that_are_no_number_are_refused_with_a_line(self) -> None:
        for number in ("0", "-1", "many"):
            ran = self.bench(f"--runs={number}", f"mine={self.layer}")
            self.assertEqual(ran.returncode, 2)
            self.assertIn(f"{number}: it is 1 or more", ran.stderr)


if __name__ == "__main__":
    BenchTest.layer = Path(sys.argv.pop(1))
    unittest.main()
