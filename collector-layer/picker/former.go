package main

import (
	"fmt"
	"strings"
)

// present are the types that the converter puts in the place of others.
var present = map[string]string{key("exporter", "logging"): "debug"}

// former are components that the Collector had, each with what to write in its place.
var former = map[string]func(component named) string{
	key("exporter", "loki"): func(component named) string {
		endpoint := "http://HOST:3100"
		if given := member(component.settings, "endpoint"); given != nil {
			endpoint = strings.TrimSuffix(given.Value, "/loki/api/v1/push")
		}
		return fmt.Sprintf("Loki takes OTLP: write otlp_http: {endpoint: %q}", endpoint+"/otlp")
	},
	key("exporter", "jaeger"):                   inPlace("Jaeger takes OTLP: write otlp_http: {endpoint: \"http://HOST:4318\"}"),
	key("exporter", "jaeger_thrift"):            inPlace("Jaeger takes OTLP: write otlp_http: {endpoint: \"http://HOST:4318\"}"),
	key("exporter", "sapm"):                     inPlace("write otlp_http: {traces_endpoint: \"https://ingest.REALM.signalfx.com/v2/trace/otlp\"}"),
	key("exporter", "opencensus"):               inPlace("write otlp: {endpoint: HOST:4317}"),
	key("receiver", "opencensus"):               inPlace("write otlp: {protocols: {http: , grpc: }}"),
	key("processor", "spanmetrics"):             inPlace("it is a connector now: write connectors: {span_metrics: }, as an exporter of traces and a receiver of metrics"),
	key("processor", "servicegraph"):            inPlace("it is a connector now: write connectors: {service_graph: }, as an exporter of traces and a receiver of metrics"),
	key("extension", "memory_ballast"):          inPlace("take it out: Go's GOMEMLIMIT, a variable of the function, does its work"),
	key("processor", "queued_retry"):            inPlace("take it out: the layer's queue does its work"),
	key("processor", "routing"):                 inPlace("it is a connector now: write connectors: {routing: }"),
	key("exporter", "awsprometheusremotewrite"): inPlace("write prometheus_remote_write with auth: {authenticator: sigv4auth}"),
}

func inPlace(text string) func(named) string {
	return func(named) string { return text }
}
