package io.opentelemetry.lambda.sdk.internal.direct;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.lambda.sdk.internal.http.SocketHttpSenderProvider;
import io.opentelemetry.lambda.sdk.internal.otlp.TraceRequest;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Exports spans by OTLP over HTTP, as the SDK's exporter does, without the metrics that it has of
 * itself.
 */
public final class DirectSpanExporter implements SpanExporter {

  private final HttpSender sender;

  public static DirectSpanExporter create(DirectSettings settings) {
    return new DirectSpanExporter(
        new SocketHttpSenderProvider().createSender(new DirectSenderConfig(settings)));
  }

  private DirectSpanExporter(HttpSender sender) {
    this.sender = sender;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    Outcome outcome = new Outcome();
    sender.send(TraceRequest.of(spans), outcome, outcome.onError());
    return outcome.result;
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return sender.shutdown();
  }

  /** Reports the outcome of an export to whoever has asked for it. */
  private static final class Outcome implements Consumer<HttpResponse> {

    private final CompletableResultCode result = new CompletableResultCode();

    @Override
    public void accept(HttpResponse response) {
      int status = response.getStatusCode();
      if (status >= 200 && status < 300) {
        result.succeed();
      } else {
        result.failExceptionally(FailedExportException.httpFailedWithResponse(response));
      }
    }

    Consumer<Throwable> onError() {
      return new Consumer<Throwable>() {
        @Override
        public void accept(Throwable error) {
          result.failExceptionally(FailedExportException.httpFailedExceptionally(error));
        }
      };
    }
  }
}
