"""A function's ARN, `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, then `:QUALIFIER` if invoked by one."""

from __future__ import annotations


def attributes_of(arn: str | None, version: str) -> dict[str, str]:
    """Returns the attributes that an ARN tells; none for a text that is no function's ARN."""
    parts = arn.split(":") if isinstance(arn, str) else []
    if len(parts) not in (7, 8) or parts[0] != "arn":
        return {}
    resource = ":".join(parts[:7]) + (":" + version if len(parts) == 8 else "")
    return {
        "aws.lambda.invoked_arn": ":".join(parts),
        "cloud.account.id": parts[4],
        "cloud.resource_id": resource,
    }
