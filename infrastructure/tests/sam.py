"""Translates a SAM template as CloudFormation's transform does, and prints the result as JSON.

usage: sam.py TEMPLATE NAME=VALUE...
"""

import json
import sys

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse


class NoManagedPolicies:
    """AWS's policies by their names, of which the template uses none."""

    def load(self):
        return {}


def resolved(value):
    """Replaces references to parameters by their values."""
    if isinstance(value, list):
        return [resolved(each) for each in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["Ref"] and value["Ref"] in parameters:
        return parameters[value["Ref"]]
    return {name: resolved(each) for name, each in value.items()}


template, *pairs = sys.argv[1:]
parameters = dict(pair.split("=", 1) for pair in pairs)
with open(template, encoding="utf-8") as file:
    document = yaml_parse(file.read())
for resource in document["Resources"].values():
    # as `sam package` leaves it
    if "CodeUri" in resource.get("Properties", {}):
        resource["Properties"]["CodeUri"] = "s3://bucket/key"
print(json.dumps(resolved(transform(document, parameters, NoManagedPolicies()))))
