package io.opentelemetry.lambda.client.httpurlconnection;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.api.incubator.builder.internal.DefaultHttpClientInstrumenterBuilder;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.internal.SpanKey;
import io.opentelemetry.instrumentation.api.util.VirtualField;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import java.io.IOException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * The request that a connection of the JDK's sends, and its span, which begins with the first call
 * that may send something, and ends when the response's status is there.
 */
final class UrlExchange {

  private static final String LIBRARY = "http-url-connection";

  /** The JDK's own; others delegate to these, or are instrumented by themselves. */
  private static final String JDKS = "sun.net.www.protocol.http";

  final HttpURLConnection connection;
  final String method;
  private final Context parent;
  private @Nullable Context context;
  private @Nullable Scope scope;

  /** Begins a call, in the context of the span; null for a connection that is not traced. */
  @Guarded(LIBRARY)
  static @Nullable UrlExchange enter(Object connection, boolean sendsBody) {
    if (connection.getClass().getName().startsWith(JDKS)) {
      return enter((HttpURLConnection) connection, sendsBody);
    }
    return null;
  }

  @SuppressWarnings("MustBeClosedChecker") // leave closes it
  private static @Nullable UrlExchange enter(HttpURLConnection connection, boolean sendsBody) {
    Context current = Context.current();
    // the call of a client above it, as of the AWS SDK: nothing more is loaded for that
    if (SpanKey.HTTP_CLIENT.fromContextOrNull(current) != null) {
      return null;
    }
    UrlExchange exchange = Tracing.EXCHANGES.get(connection);
    if (exchange == null) {
      if (isConnected(connection)) {
        return null;
      }
      exchange = new UrlExchange(connection, method(connection, sendsBody), current);
      Tracing.EXCHANGES.set(connection, exchange);
      exchange.start();
    }
    Context started = exchange.context;
    if (started == null) {
      return null;
    }
    exchange.scope = started.makeCurrent();
    return exchange;
  }

  /** Tells whether somebody has sent the request, of whom this has not been told. */
  private static boolean isConnected(HttpURLConnection connection) {
    try {
      connection.setUseCaches(connection.getUseCaches());
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** As the JDK does, for which a body makes a POST of a GET. */
  private static String method(HttpURLConnection connection, boolean sendsBody) {
    String method = connection.getRequestMethod();
    return (sendsBody || connection.getDoOutput()) && method.equals("GET") ? "POST" : method;
  }

  /** Ends the span, as there is no connection to read a response from. */
  static void failToConnect(@Nullable UrlExchange exchange, Throwable error) {
    if (exchange != null) {
      exchange.end(null, error);
    }
  }

  /**
   * Ends the span, as the response is there, or will not be.
   *
   * @param error the JDK throws one for statuses from 400 on, too
   */
  static void respond(@Nullable UrlExchange exchange, @Nullable Throwable error) {
    if (exchange != null) {
      Integer status = exchange.status();
      exchange.end(status, status != null && status >= 400 ? null : error);
    }
  }

  /** Ends a call. */
  static void leave(@Nullable UrlExchange exchange) {
    if (exchange != null && exchange.scope != null) {
      exchange.scope.close();
    }
  }

  private UrlExchange(HttpURLConnection connection, String method, Context parent) {
    this.connection = connection;
    this.method = method;
    this.parent = parent;
  }

  private void start() {
    if (Tracing.INSTRUMENTER.shouldStart(parent, this)) {
      context = Tracing.INSTRUMENTER.start(parent, this);
    }
  }

  private void end(@Nullable Integer status, @Nullable Throwable error) {
    Context started = context;
    context = null;
    try {
      if (started != null) {
        Tracing.INSTRUMENTER.end(started, this, status, error);
      }
    } catch (Throwable e) {
      Hooks.leave(LIBRARY, e);
    }
  }

  /** The connection has it already, or remembers why it has none: nothing is sent. */
  private @Nullable Integer status() {
    try {
      int status = connection.getResponseCode();
      return status > 0 ? status : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static void setHeader(@Nullable UrlExchange exchange, String key, String value) {
    if (exchange != null) {
      exchange.connection.setRequestProperty(key, value);
    }
  }

  /** Loaded with the first request. */
  private static final class Tracing {

    private static final VirtualField<HttpURLConnection, UrlExchange> EXCHANGES =
        VirtualField.find(HttpURLConnection.class, UrlExchange.class);

    private static final Instrumenter<UrlExchange, Integer> INSTRUMENTER =
        create(LibrarySettings.openTelemetry());

    private static Instrumenter<UrlExchange, Integer> create(OpenTelemetry openTelemetry) {
      return LibrarySettings.configure(
              DefaultHttpClientInstrumenterBuilder.create(
                  "io.opentelemetry.http-url-connection",
                  openTelemetry,
                  new UrlAttributesGetter(),
                  UrlExchange::setHeader))
          .build();
    }

    private Tracing() {}
  }
}
