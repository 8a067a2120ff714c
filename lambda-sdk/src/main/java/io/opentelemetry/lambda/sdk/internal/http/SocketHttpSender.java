package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests one after the other on the calling thread, on a connection that is kept open from
 * one invocation to the next.
 */
final class SocketHttpSender implements HttpSender {

  private final HttpSenderConfig config;
  private final Object lock = new Object();
  private @Nullable HttpConnection idle;

  SocketHttpSender(HttpSenderConfig config) {
    this.config = config;
  }

  @Override
  public void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    HttpResponse response;
    try {
      synchronized (lock) {
        response = exchange(body(message));
      }
    } catch (IOException | RuntimeException e) {
      onError.accept(e);
      return;
    }
    onResponse.accept(response);
  }

  private byte[] body(MessageWriter message) throws IOException {
    ByteArrayOutputStream body =
        new ByteArrayOutputStream(Math.max(message.getContentLength(), 32));
    Compressor compressor = config.getCompressor();
    if (compressor == null) {
      message.writeMessage(body);
    } else {
      try (OutputStream compressed = compressor.compress(body)) {
        message.writeMessage(compressed);
      }
    }
    return body.toByteArray();
  }

  private HttpResponse exchange(byte[] body) throws IOException {
    Deadline deadline = Deadline.after(config.getTimeout());
    HttpConnection kept = idle;
    idle = null;
    if (kept != null && kept.isUsable()) {
      try {
        return exchange(kept, body, deadline);
      } catch (ConnectionLostException e) {
        // closed by the peer in the meantime, without having taken the request: once more
      }
    }
    return exchange(HttpConnection.open(config, deadline), body, deadline);
  }

  private HttpResponse exchange(HttpConnection connection, byte[] body, Deadline deadline)
      throws IOException {
    boolean keep = false;
    try {
      RawHttpResponse response = connection.exchange(body, deadline);
      keep = response.keepsConnection();
      return response;
    } finally {
      if (keep) {
        idle = connection;
      } else {
        connection.close();
      }
    }
  }

  @Override
  public CompletableResultCode shutdown() {
    synchronized (lock) {
      if (idle != null) {
        idle.close();
        idle = null;
      }
    }
    return CompletableResultCode.ofSuccess();
  }
}
