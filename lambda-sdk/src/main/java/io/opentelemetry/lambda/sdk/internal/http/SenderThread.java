package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import io.opentelemetry.lambda.sdk.internal.Drops;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends the requests of one sender on a connection that is kept open from one invocation to the
 * next. Whatever it waits for, in a socket or a resolver, the function does not.
 */
final class SenderThread extends Thread {

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final SocketHttpSender sender;
  private final HttpSenderConfig config;
  private final Outbox outbox;
  private final String backend;
  private final Drops rejected;

  SenderThread(SocketHttpSender sender, HttpSenderConfig config, Outbox outbox) {
    super("otel-sender");
    setDaemon(true);
    setContextClassLoader(null);
    this.sender = sender;
    this.config = config;
    this.outbox = outbox;
    // the address without its path, which may be a secret
    this.backend = "the backend at " + config.getEndpoint().getHost();
    this.rejected = Drops.of("items");
  }

  @Override
  public void run() {
    try {
      Request request;
      while ((request = outbox.take(sender)) != null) {
        send(request);
      }
    } catch (InterruptedException e) {
      // nobody in here does that, so it is meant
    }
  }

  private void send(Request request) throws InterruptedException {
    RawHttpResponse response;
    try {
      response = exchange(request);
    } catch (IOException e) {
      warn(e);
      retry(request, 0, e instanceof SocketTimeoutException, e);
      return;
    } catch (Throwable e) {
      // such as a header that cannot be sent: it will not be otherwise the next time
      request.fail(e);
      outbox.answered(sender, request);
      return;
    }
    int status = response.getStatusCode();
    if (status == 429 || status == 502 || status == 503 || status == 504) {
      String answer = OtlpResponses.describeRefusal(response);
      Diagnostics.warnOnce(backend + status, backend + " takes nothing for now: " + answer);
      retry(
          request, response.retryAfterNanos(), /* timedOut= */ false, new DroppedException(answer));
      return;
    }
    if (status >= 200 && status < 300) {
      sayRejection(response);
    }
    request.respond(response);
    outbox.answered(sender, request);
  }

  private void warn(IOException e) {
    Diagnostics.warn(backend + " is not reached, telemetry is kept to be sent later", e);
  }

  private void sayRejection(RawHttpResponse response) {
    OtlpResponses.Rejection rejection = OtlpResponses.rejection(response.getResponseBody());
    if (rejection != null) {
      rejected.add(rejection.count(), backend + " rejects them: " + rejection.reason());
    }
  }

  private void retry(Request request, long retryAfter, boolean timedOut, IOException failure)
      throws InterruptedException {
    List<Request> dropped = new ArrayList<>(0);
    boolean again = outbox.failed(sender, request, retryAfter, timedOut, dropped);
    Outbox.fail(dropped, failure);
    if (again) {
      outbox.pause(PAUSE);
    }
  }

  private RawHttpResponse exchange(Request request) throws IOException {
    Deadline deadline = Deadline.after(config.getTimeout());
    HttpConnection kept = outbox.connection(sender);
    if (kept != null && kept.isUsable()) {
      try {
        return exchange(kept, request, deadline);
      } catch (ConnectionLostException e) {
        // closed by the peer in the meantime, without having taken the request: once more
      }
    }
    HttpConnection connection = HttpConnection.create(config);
    outbox.connect(sender, connection);
    return exchange(connection, request, deadline);
  }

  private RawHttpResponse exchange(HttpConnection connection, Request request, Deadline deadline)
      throws IOException {
    boolean keep = false;
    try {
      connection.open(deadline);
      RawHttpResponse response = connection.exchange(request.body, deadline);
      keep = response.keepsConnection();
      return response;
    } finally {
      if (!keep) {
        connection.close();
        outbox.connect(sender, null);
      }
    }
  }
}
