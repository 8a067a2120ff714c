package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one lane on a connection that is kept open from one invocation to the next.
 * Whatever it waits for, in a socket or a resolver, the function does not. No error ends it.
 */
final class SenderThread extends Thread {

  private static final long PAUSE_AFTER_ERROR = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int ATTEMPTS_WITH_ERRORS = 3;

  private final Lane lane;
  private final HttpSenderConfig config;
  private final String backend;

  SenderThread(Lane lane) {
    super("otel-sender");
    setDaemon(true);
    setContextClassLoader(null);
    this.lane = lane;
    this.config = lane.config();
    this.backend = lane.backend();
  }

  @Override
  public void run() {
    boolean open = true;
    while (open) {
      open = sendNext();
    }
  }

  private boolean sendNext() {
    Batch batch = null;
    try {
      batch = lane.take();
      if (batch != null) {
        send(batch);
      }
      return batch != null;
    } catch (RuntimeException e) {
      // it will not be otherwise the next time
      recover(batch, e, 1);
    } catch (Throwable e) {
      recover(batch, e, ATTEMPTS_WITH_ERRORS);
    }
    return true;
  }

  private void recover(@Nullable Batch batch, Throwable e, int maxAttempts) {
    try {
      Diagnostics.warn("sending fails by a fault of its own, and goes on", e);
      if (batch == null) {
        LockSupport.parkNanos(this, PAUSE_AFTER_ERROR);
      } else {
        lane.failed(batch, new IOException(e), 0, /* timedOut= */ false, maxAttempts);
      }
    } catch (Throwable again) {
      // with no memory left, there is none to say so either
    }
  }

  private void send(Batch batch) {
    RawHttpResponse response;
    try {
      response = exchange(batch);
    } catch (IOException e) {
      Diagnostics.warn(backend + " is not reached, telemetry is kept to be sent later", e);
      lane.failed(batch, e, 0, e instanceof SocketTimeoutException);
      return;
    }
    if (response.fault() != null) {
      Diagnostics.warnOnce(
          backend + response.fault(),
          backend
              + " sends an answer that is not understood but for its status "
              + response.getStatusCode()
              + " ("
              + response.fault()
              + "): the connection is closed");
    }
    handle(batch, response, response.getStatusCode());
  }

  private void handle(Batch batch, RawHttpResponse response, int status) {
    if (status == 429 || status == 502 || status == 503 || status == 504) {
      String answer = OtlpResponses.describeRefusal(response);
      Diagnostics.warnOnce(backend + status, backend + " takes nothing for now: " + answer);
      lane.failed(
          batch, new DroppedException(answer), response.retryAfterNanos(), /* timedOut= */ false);
    } else if ((status == 400 || status == 413) && batch.requests.size() > 1) {
      lane.separate(batch);
    } else {
      if (status >= 200 && status < 300) {
        countRejected(response);
      }
      batch.respond(response);
      lane.answered(batch);
    }
  }

  private void countRejected(RawHttpResponse response) {
    OtlpResponses.Rejection rejection = OtlpResponses.rejection(response.getResponseBody());
    if (rejection != null) {
      lane.rejected().lost(rejection.count(), backend + " rejects them: " + rejection.reason());
    }
  }

  private RawHttpResponse exchange(Batch batch) throws IOException {
    byte[] body = batch.body(config.getCompressor());
    ExchangeDeadline deadline = ExchangeDeadline.after(config.getTimeout());
    HttpConnection kept = lane.connection();
    if (kept != null && kept.isUsable()) {
      try {
        return exchange(kept, body, deadline);
      } catch (ConnectionLostException e) {
        // closed by the peer in the meantime, without having taken the request: once more
      }
    }
    HttpConnection connection = HttpConnection.create(config, lane.endpoint());
    lane.connect(connection);
    return exchange(connection, body, deadline);
  }

  private RawHttpResponse exchange(
      HttpConnection connection, byte[] body, ExchangeDeadline deadline) throws IOException {
    boolean keep = false;
    try {
      connection.open(deadline);
      RawHttpResponse response = connection.exchange(body, deadline);
      keep = response.keepsConnection();
      return response;
    } finally {
      if (!keep) {
        connection.close();
        lane.connect(null);
      }
    }
  }
}
