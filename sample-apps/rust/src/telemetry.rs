//! What lambda_runtime's OpenTelemetry layer leaves to the function: exporter, resource, and of the invocation's span the
//! name, the kind and the parent.

use std::env;

use lambda_runtime::{Error, LambdaEvent};
use opentelemetry::propagation::Extractor;
use opentelemetry::trace::TracerProvider;
use opentelemetry::{global, KeyValue};
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use opentelemetry_sdk::Resource;
use serde_json::{Map, Value};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::prelude::*;

/// Sends spans to OTEL_EXPORTER_OTLP_ENDPOINT, by default the Collector layer's.
pub fn set_up() -> Result<SdkTracerProvider, Error> {
    let exporter = SpanExporter::builder().with_http().build()?;
    let provider = SdkTracerProvider::builder()
        .with_resource(resource())
        .with_batch_exporter(exporter)
        .build();
    global::set_text_map_propagator(TraceContextPropagator::new());
    let layer = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("rust"))
        // the span of an invocation starts when it has a child or ends, so that it can still have a parent
        .with_context_activation(false)
        .with_location(false)
        .with_threads(false);
    tracing_subscriber::registry().with(layer).init();
    Ok(provider)
}

/// Lambda's attributes (semantic-conventions, docs/resource/faas.md).
fn resource() -> Resource {
    let variables = [
        ("cloud.region", "AWS_REGION"),
        ("faas.name", "AWS_LAMBDA_FUNCTION_NAME"),
        ("faas.version", "AWS_LAMBDA_FUNCTION_VERSION"),
        ("faas.instance", "AWS_LAMBDA_LOG_STREAM_NAME"),
        ("service.name", "AWS_LAMBDA_FUNCTION_NAME"),
    ];
    let known = variables
        .into_iter()
        .filter_map(|(key, name)| Some(KeyValue::new(key, env::var(name).ok()?)));
    let megabytes: i64 = env::var("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        .ok()
        .and_then(|size| size.parse().ok())
        .unwrap_or(0);
    Resource::builder()
        .with_attributes(known)
        .with_attributes([
            KeyValue::new("cloud.provider", "aws"),
            KeyValue::new("cloud.platform", "aws_lambda"),
            KeyValue::new("faas.max_memory", megabytes * 1024 * 1024),
        ])
        .build()
}

/// Names the invocation's span after the route, and makes it continue the caller's trace.
pub fn describe(span: &Span, event: &LambdaEvent<Value>) {
    let payload = &event.payload;
    span.record("otel.kind", "server");
    if let (Some(method), Some(route)) =
        (payload["httpMethod"].as_str(), payload["resource"].as_str())
    {
        span.record("otel.name", format!("{method} {route}").as_str());
    }
    span.set_attribute(
        "aws.lambda.invoked_arn",
        event.context.invoked_function_arn.clone(),
    );
    if let Some(headers) = payload["headers"].as_object() {
        let parent =
            global::get_text_map_propagator(|propagator| propagator.extract(&Headers(headers)));
        let _ = span.set_parent(parent); // only a span that is not recorded refuses
    }
}

/// The headers of an event, in whatever case they come.
struct Headers<'a>(&'a Map<String, Value>);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(key))?
            .1
            .as_str()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }
}
