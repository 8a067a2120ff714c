package io.opentelemetry.lambda.emulator.internal.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/** One request, and the one answer to it, now or later and from any thread. */
public final class HttpExchange {

  /** More than anything that is sent on purpose. */
  private static final int MAX_BODY_BYTES = 256 * 1024 * 1024;

  /** A limit of how much is read of a body that is too long anyway. */
  private static final long MAX_DISCARDED_BYTES = 64L * 1024 * 1024;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Map<String, String> pathParameters;
  private final Duration bodyTimeout;
  private volatile boolean answered;

  HttpExchange(
      Request request,
      Response response,
      Callback callback,
      Map<String, String> pathParameters,
      Duration bodyTimeout) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.pathParameters = pathParameters;
    this.bodyTimeout = bodyTimeout;
  }

  /** The part of the path that the route gives this name. */
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  /** A parameter of the query, decoded; null if there is none of that name. */
  public @Nullable String queryParameter(String name) {
    return Request.extractQueryParameters(request).getValue(name);
  }

  public @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  /** A header that follows the body, which has been read. */
  public @Nullable String trailer(String name) {
    HttpFields trailers = request.getTrailers();
    return trailers == null ? null : trailers.get(name);
  }

  /**
   * Reads the body to its end.
   *
   * @throws BodyTooLongException if it is very long
   * @throws BodyTimeoutException if it has not ended in time
   */
  public byte[] body() {
    return body(MAX_BODY_BYTES);
  }

  /**
   * Reads the body to its end, and keeps no more of it than the limit.
   *
   * @throws BodyTooLongException if it is longer: at its end, as a client may not listen before it,
   *     but at once if it is very long
   * @throws BodyTimeoutException if it has not ended in time
   */
  public byte[] body(int limit) {
    long mostRead = Math.max(limit, MAX_DISCARDED_BYTES);
    if (request.getLength() > mostRead) {
      throw new BodyTooLongException(request.getLength(), limit);
    }
    long length = 0;
    long end = System.nanoTime() + bodyTimeout.toNanos();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        awaitContent(end - System.nanoTime());
        continue;
      }
      if (Content.Chunk.isFailure(chunk)) {
        throw new UncheckedIOException(new IOException(chunk.getFailure()));
      }
      length += chunk.remaining();
      if (length <= limit) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes, 0, bytes.length);
        body.write(bytes, 0, bytes.length);
      }
      boolean last = chunk.isLast();
      chunk.release();
      if (length > limit && (last || length > mostRead)) {
        throw new BodyTooLongException(length, limit);
      }
      if (last) {
        return body.toByteArray();
      }
      if (System.nanoTime() > end) {
        throw new BodyTimeoutException(bodyTimeout);
      }
    }
  }

  private void awaitContent(long nanos) {
    CountDownLatch available = new CountDownLatch(1);
    request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, available::countDown));
    try {
      if (!available.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new BodyTimeoutException(bodyTimeout);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BodyTimeoutException(bodyTimeout);
    }
  }

  /**
   * Reads the body to its end, however long it takes, and keeps no more of it than the limit.
   *
   * @throws BodyTooLongException if it is longer, at its end
   */
  public byte[] streamedBody(int limit) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    long length = 0;
    try (InputStream in = Content.Source.asInputStream(request)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        length += read;
        if (length <= limit) {
          body.write(buffer, 0, read);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (length > limit) {
      throw new BodyTooLongException(length, limit);
    }
    return body.toByteArray();
  }

  public void reply(int status, String contentType, byte[] body) {
    reply(status, contentType, body, Map.of());
  }

  public void reply(int status, String contentType, byte[] body, Map<String, String> headers) {
    answered = true;
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    headers.forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /** Closes the connection instead of a reply. */
  public void cut() {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    callback.failed(new EofException("cut"));
  }

  /** Closes the connection before the last byte of a reply that is a byte longer than the body. */
  public void cutWithin(int status, String contentType, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length + 1L);
    response.write(false, ByteBuffer.wrap(body), Callback.from(this::cut));
  }

  public boolean isAnswered() {
    return answered;
  }
}
