//! Answers `GET /items/{id}` with how many there are; a service knows that.

mod telemetry;

use lambda_runtime::layers::{OpenTelemetryFaasTrigger, OpenTelemetryLayer};
use lambda_runtime::{service_fn, Error, LambdaEvent, Runtime};
use opentelemetry::global;
use opentelemetry_http::HeaderInjector;
use serde_json::{json, Value};
use tracing::{field::Empty, info_span, Instrument, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt;

fn main() -> Result<(), Error> {
    let provider = telemetry::set_up()?;
    let client = reqwest::Client::new();
    let handler = service_fn(|event: LambdaEvent<Value>| handle(&client, event));
    let layer = OpenTelemetryLayer::new(move || {
        // the caller has the response, and the environment is not frozen yet
        if let Err(error) = provider.force_flush() {
            eprintln!("not exported: {error}");
        }
    })
    .with_trigger(OpenTelemetryFaasTrigger::Http);
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(Runtime::new(handler).layer(layer).run())
}

async fn handle(client: &reqwest::Client, event: LambdaEvent<Value>) -> Result<Value, Error> {
    telemetry::describe(&Span::current(), &event);
    let id = event.payload["pathParameters"]["id"]
        .as_str()
        .unwrap_or_default();
    let left = ask(
        client,
        &format!("{}stock/{id}", std::env::var("STOCK_URL")?),
    )
    .await?;
    println!("asked for item {id}");
    Ok(match left {
        Some(left) => json!({"statusCode": 200, "body": json!({"left": left}).to_string()}),
        None => json!({"statusCode": 404, "body": "not found"}),
    })
}

/// Returns what the service knows, or nothing.
async fn ask(client: &reqwest::Client, url: &str) -> Result<Option<u64>, Error> {
    let span = info_span!(
        "GET",
        otel.kind = "client",
        http.request.method = "GET",
        url.full = url,
        http.response.status_code = Empty
    );
    async {
        let mut request = client.get(url).build()?;
        let context = Span::current().context();
        global::get_text_map_propagator(|propagator| {
            propagator.inject_context(&context, &mut HeaderInjector(request.headers_mut()));
        });
        let response = client.execute(request).await?;
        Span::current().record("http.response.status_code", response.status().as_u16());
        Ok(if response.status().is_success() {
            Some(response.text().await?.trim().parse()?)
        } else {
            None
        })
    }
    .instrument(span)
    .await
}
