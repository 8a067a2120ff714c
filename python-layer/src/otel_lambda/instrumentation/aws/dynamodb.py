"""DynamoDB (semantic-conventions v1.44.0, docs/db/dynamodb.md)."""

from __future__ import annotations

from otel_lambda.instrumentation.aws.service import Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NAMES = {
    "ConsistentRead": "aws.dynamodb.consistent_read",
    "ProjectionExpression": "aws.dynamodb.projection",
    "Limit": "aws.dynamodb.limit",
    "AttributesToGet": "aws.dynamodb.attributes_to_get",
    "IndexName": "aws.dynamodb.index_name",
    "Select": "aws.dynamodb.select",
    "ScanIndexForward": "aws.dynamodb.scan_forward",
    "Segment": "aws.dynamodb.segment",
    "TotalSegments": "aws.dynamodb.total_segments",
    "ExclusiveStartTableName": "aws.dynamodb.exclusive_start_table",
}

_DEFINITIONS = {
    "GlobalSecondaryIndexes": "aws.dynamodb.global_secondary_indexes",
    "GlobalSecondaryIndexUpdates": "aws.dynamodb.global_secondary_index_updates",
    "LocalSecondaryIndexes": "aws.dynamodb.local_secondary_indexes",
}
"""What tables are made of, each a JSON."""


class DynamoDb(Service):
    """A call of tables and items. Keys and items are the user's data, and not reported."""

    def request_attributes(self) -> dict[str, Any]:
        """Returns the tables, and how they are asked."""
        values: dict[str, Any] = {"db.system.name": "aws.dynamodb", "db.operation.name": self.operation}
        tables = self._tables()
        if tables:
            values["aws.dynamodb.table_names"] = tables
            if len(tables) == 1:
                values["db.collection.name"] = tables[0]
        for parameter, name in _NAMES.items():
            if parameter in self.parameters:
                values[name] = self.parameters[parameter]
        for parameter, name in _DEFINITIONS.items():
            if isinstance(self.parameters.get(parameter), list):
                values[name] = _as_json(self.parameters[parameter])
        if self.operation == "UpdateTable" and isinstance(self.parameters.get("AttributeDefinitions"), list):
            values["aws.dynamodb.attribute_definitions"] = _as_json(self.parameters["AttributeDefinitions"])
        throughput = self.parameters.get("ProvisionedThroughput")
        if isinstance(throughput, dict):
            values["aws.dynamodb.provisioned_read_capacity"] = throughput.get("ReadCapacityUnits")
            values["aws.dynamodb.provisioned_write_capacity"] = throughput.get("WriteCapacityUnits")
        return values

    def _tables(self) -> list[str]:
        table = self.parameters.get("TableName")
        if table:
            return [table]
        items = self.parameters.get("RequestItems")
        return list(items) if isinstance(items, dict) else []

    def response_attributes(self, result: dict[str, Any]) -> dict[str, Any]:
        """Returns how many items or tables there were, and what they took."""
        values: dict[str, Any] = {}
        for member, name in (("Count", "count"), ("ScannedCount", "scanned_count")):
            if isinstance(result.get(member), int):
                values["aws.dynamodb." + name] = result[member]
        if isinstance(result.get("TableNames"), list):
            values["aws.dynamodb.table_count"] = len(result["TableNames"])
        capacity = result.get("ConsumedCapacity")
        if capacity:
            values["aws.dynamodb.consumed_capacity"] = _as_json(
                capacity if isinstance(capacity, list) else [capacity]
            )
        return values


def _as_json(values: list[Any]) -> list[str]:
    import json

    return [json.dumps(value) for value in values]
