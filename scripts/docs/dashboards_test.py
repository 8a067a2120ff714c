"""Tests of dashboards.py: each rule, broken and kept."""

from __future__ import annotations

import copy
import json
import unittest
from pathlib import Path
from typing import Any

import dashboards

ROOT = Path(__file__).resolve().parents[2]
SENT = {"faas.errors": ("putSum", "{error}"), "faas.mem_usage": ("putHistogram", "By"), "aws.lambda.estimated_cost": ("sum", "{USD}")}


def grafana() -> dict[str, Any]:
    return json.loads((ROOT / dashboards.FOLDER / "grafana.json").read_text(encoding="utf-8"))


def cloudwatch() -> dict[str, Any]:
    return json.loads((ROOT / dashboards.FOLDER / "cloudwatch.json").read_text(encoding="utf-8"))


class DashboardsTest(unittest.TestCase):
    def test_the_dashboards_and_alarms_have_no_fault(self) -> None:
        self.assertEqual(list(dashboards.check(ROOT)), [])

    def test_prometheus_names_have_units_and_suffixes(self) -> None:
        names = dashboards.prometheus_names(SENT)
        self.assertEqual(names["faas_errors_total"], "faas.errors")
        self.assertEqual(names["faas_mem_usage_bytes_bucket"], "faas.mem_usage")
        self.assertEqual(names["aws_lambda_estimated_cost_total"], "aws.lambda.estimated_cost")
        self.assertEqual(len(names), 5)

    def test_a_metric_that_no_layer_sends(self) -> None:
        dashboard = grafana()
        dashboard["panels"][1]["targets"][0]["expr"] = "sum(rate(faas_invocation_total{}[5m]))"
        [fault] = dashboards.wrong_metrics("g", dashboards.grafana_metrics(dashboard) & {"faas_invocation_total"}, {})
        self.assertEqual(fault, "g:1: faas_invocation_total: no layer sends it")

    def test_a_metric_that_is_not_shown(self) -> None:
        faults = list(dashboards.wrong_metrics("g", {"faas_errors_total"}, dashboards.prometheus_names(SENT)))
        self.assertEqual(faults, ["g:1: aws.lambda.estimated_cost is not shown", "g:1: faas.mem_usage is not shown"])

    def test_cloudwatch_structure(self) -> None:
        for change, fault in (
            (lambda w: w.update(x=20), "not a metric widget within 24 columns"),
            (lambda w: w["properties"].pop("region"), "a view or a region is missing"),
            (lambda w: w["properties"].update(metrics=[["AWS/Lambda", "Duration", "FunctionName"]]), "pairs of dimensions"),
            (lambda w: w["properties"].update(metrics=[["AWS/Lambda", "Invocation"]]), "no metric of AWS/Lambda"),
            (lambda w: w["properties"].update(metrics=[[{"expression": "SUM([gone])"}]]), "gone is no id of a metric"),
        ):
            dashboard = copy.deepcopy(cloudwatch())
            change(dashboard["widgets"][0])
            self.assertIn(fault, "\n".join(dashboards.cloudwatch_faults(dashboard)))

    def test_filters_find_losses_only(self) -> None:
        alarms = (ROOT / dashboards.FOLDER / "alarms.yaml").read_text(encoding="utf-8")
        self.assertTrue(any("alarms.yaml" in fault for fault in dashboards.wrong_filters(ROOT, alarms.replace('"dropped"', '"gone"'))))
        self.assertTrue(any("what is no loss" in fault for fault in dashboards.wrong_filters(ROOT, alarms.replace(' -"lost if"', ""))))


if __name__ == "__main__":
    unittest.main()
