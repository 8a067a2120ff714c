package io.opentelemetry.lambda.emulator.internal.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** One request, and the one answer to it, now or later and from any thread. */
public final class HttpExchange {

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Map<String, String> pathParameters;
  private volatile boolean answered;

  HttpExchange(
      Request request, Response response, Callback callback, Map<String, String> pathParameters) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.pathParameters = pathParameters;
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

  /** Reads the body to its end, waiting for it. */
  public byte[] body() {
    try {
      return Content.Source.asInputStream(request).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
