variables {
  layer_arn = "arn:aws:lambda:eu-west-1:123456789012:layer:opentelemetry-java-wrapper:1"
  endpoint  = "https://collector.example:4318"
}

run "one_layer" {
  command = plan

  assert {
    condition     = output.layers == tolist([var.layer_arn])
    error_message = "not the layer alone"
  }
  assert {
    condition = output.environment == tomap({
      AWS_LAMBDA_EXEC_WRAPPER     = "/opt/otel-handler"
      OTEL_EXPORTER_OTLP_ENDPOINT = var.endpoint
    })
    error_message = "not the variables of the layer"
  }
}

run "through_the_collector" {
  command = plan

  variables {
    collector_layer_arn = "arn:aws:lambda:eu-west-1:123456789012:layer:opentelemetry-collector:1"
  }

  assert {
    condition     = output.layers == tolist([var.layer_arn, var.collector_layer_arn])
    error_message = "not both layers"
  }
  assert {
    condition = output.environment == tomap({
      AWS_LAMBDA_EXEC_WRAPPER        = "/opt/otel-handler"
      OTEL_LAMBDA_COLLECTOR_ENDPOINT = var.endpoint
    })
    error_message = "not the variables of the Collector"
  }
}

run "the_functions_own_variables_are_stronger" {
  command = plan

  variables {
    environment = {
      AWS_LAMBDA_EXEC_WRAPPER = "/opt/other"
      TABLE_NAME              = "items"
    }
  }

  assert {
    condition     = output.environment.AWS_LAMBDA_EXEC_WRAPPER == "/opt/other" && output.environment.TABLE_NAME == "items"
    error_message = "not the function's variables"
  }
}

run "endpoint_without_a_scheme" {
  command = plan

  variables {
    endpoint = "collector.example:4318"
  }

  expect_failures = [var.endpoint]
}
