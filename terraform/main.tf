# What a function needs to be traced by a layer. It makes nothing in AWS, and so needs no provider.

terraform {
  required_version = ">= 1.9"
}

locals {
  exec_wrapper = {
    AWS_LAMBDA_EXEC_WRAPPER = "/opt/otel-handler"
  }

  # with the Collector, the function reports to that, which by default it looks for on localhost
  export = var.collector_layer_arn == null ? {
    OTEL_EXPORTER_OTLP_ENDPOINT = var.endpoint
    } : {
    OTEL_LAMBDA_COLLECTOR_ENDPOINT = var.endpoint
  }
}

output "layers" {
  description = "The function's layers."
  value       = compact([var.layer_arn, var.collector_layer_arn])
}

output "environment" {
  description = "The function's variables; its own are the strongest."
  value       = tomap(merge(local.exec_wrapper, local.export, var.environment))
}
