variable "layer_arn" {
  description = "The ARN of a version of the layer of the function's language."
  type        = string
}

variable "collector_layer_arn" {
  description = "The ARN of a version of the Collector layer, if what the function reports goes through that."
  type        = string
  default     = null
}

variable "endpoint" {
  description = "Where the telemetry goes, by OTLP over HTTP: the URL of a backend or a Collector."
  type        = string

  validation {
    condition     = can(regex("^https?://", var.endpoint))
    error_message = "The endpoint is a URL, such as https://collector.example:4318."
  }
}

variable "environment" {
  description = "The function's own variables, and further ones of OpenTelemetry's."
  type        = map(string)
  default     = {}
}
