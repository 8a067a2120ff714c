package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Serialises the exports of one exporter on the calling thread and offers them to the {@link
 * Outbox}; the exporter learns what has become of one when that is final.
 */
final class SocketHttpSender implements HttpSender {

  /** For what is exported when all else has had its time. */
  private static final long SHUTDOWN = TimeUnit.MILLISECONDS.toNanos(300);

  private final Outbox outbox;
  private final Lane lane;

  SocketHttpSender(HttpSenderConfig config, Outbox outbox) {
    this.outbox = outbox;
    this.lane = outbox.open(config);
  }

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    ByteArrayOutputStream body =
        new ByteArrayOutputStream(Math.max(message.getContentLength(), 32));
    try {
      message.writeMessage(body);
    } catch (IOException | RuntimeException e) {
      onError.accept(e);
      return;
    }
    outbox.offer(lane, new Request(body.toByteArray(), onResponse, onError));
  }

  @Override
  public CompletableResultCode shutdown() {
    outbox.shutdown(lane, System.nanoTime(), SHUTDOWN);
    return CompletableResultCode.ofSuccess();
  }
}
