"""Checks docs/dashboards/grafana.json against Grafana's published schema: what its foundation SDK reads and writes again is
the same, so no field is unknown to that release of Grafana. Needs scripts/docs/requirements.txt."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grafana_foundation_sdk.cog import plugins
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard

DASHBOARD = Path(__file__).resolve().parents[2] / "docs/dashboards/grafana.json"


def main() -> int:
    """Prints each fault; returns 1 if there is one."""
    faults = list(unknown(json.loads(DASHBOARD.read_text(encoding="utf-8"))))
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


def unknown(dashboard: dict[str, Any]) -> Iterator[str]:
    """What the SDK's classes do not have, with its path."""
    plugins.register_default_plugins()
    known = json.loads(JSONEncoder(sort_keys=True).encode(Dashboard.from_json(dashboard)))
    yield from differences(dashboard, known, "grafana.json")


def differences(written: Any, read: Any, path: str) -> Iterator[str]:
    """The paths at which two documents differ, as far as the first goes."""
    if isinstance(written, dict) and isinstance(read, dict):
        for name, value in written.items():
            if name in read:
                yield from differences(value, read[name], f"{path}/{name}")
            else:
                yield f"{path}/{name}: unknown to Grafana"
    elif isinstance(written, list) and isinstance(read, list) and len(written) == len(read):
        for number, (one, other) in enumerate(zip(written, read)):
            yield from differences(one, other, f"{path}/{number}")
    elif written != read:
        yield f"{path}: Grafana reads {read!r}"


if __name__ == "__main__":
    sys.exit(main())
