"""Tests the built default layer with the gRPC exporters of Java, Python, Go and Node.js: exporters_test.py LAYER.zip"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

from standin import TIMEOUT, Collector

HERE = Path(__file__).parent
SOURCES = HERE / "exporters"
TARGET = HERE / "target" / "exporters"


def python() -> list[str]:
    installed = TARGET / "python"
    if not installed.exists():
        install([sys.executable, "-m", "pip", "install", "--quiet", "--root-user-action", "ignore", "--target", f"{installed}.new", "--requirement", f"{SOURCES}/requirements.txt"])
        Path(f"{installed}.new").rename(installed)
    return ["env", f"PYTHONPATH={installed}", sys.executable, f"{SOURCES}/export.py"]


def nodejs() -> list[str]:
    installed = TARGET / "nodejs"
    if not installed.exists():
        unfinished = Path(f"{installed}.new")
        shutil.copytree(SOURCES, unfinished, dirs_exist_ok=True)
        install(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(unfinished)])
        unfinished.rename(installed)
    shutil.copy(SOURCES / "export.js", installed)
    return ["node", f"{installed}/export.js"]


def java() -> list[str]:
    libraries = TARGET / "java" / "lib"
    if not libraries.exists():
        install([f"{HERE.parent}/mvnw", "--quiet", "--batch-mode", "--file", f"{SOURCES}/pom.xml", "dependency:copy-dependencies"])
    return ["java", "-cp", f"{libraries}/*", f"{SOURCES}/Export.java"]


def go() -> list[str]:
    return ["go", "run", "-C", f"{HERE}/components", "./internal/grpcexport"]


def install(command: list[str]) -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


class ExportersTest(unittest.TestCase):
    layer: Path

    def test_every_exporters_spans_arrive(self) -> None:
        with Collector(self.layer) as collector:
            collector.lambda_api.invoke("r")
            sent = set()
            for exporter, program in (python, "python3"), (nodejs, "npm"), (java, "java"), (go, "go"):
                if not shutil.which(program):
                    self.assertNotIn("CI", os.environ, f"there is no {program}")
                    print(f"not tested without {program}: the exporter of {exporter.__name__}")
                    continue
                names = [f"{exporter.__name__}-{kind}" for kind in ("plain", "gzip", "large")]
                subprocess.run([*exporter(), f"localhost:{collector.grpc_port}", *names], check=True, timeout=5 * TIMEOUT)
                sent.update(names)
            collector.lambda_api.done("r")
            collector.lambda_api.waits.get(timeout=TIMEOUT)
            received = {name for name in sent if any(name.encode() in body for body in collector.backend.received)}
            self.assertEqual(received, sent, collector.lines())


if __name__ == "__main__":
    ExportersTest.layer = Path(sys.argv.pop(1))
    unittest.main()
