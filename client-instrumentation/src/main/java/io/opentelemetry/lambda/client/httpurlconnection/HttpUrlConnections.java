package io.opentelemetry.lambda.client.httpurlconnection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URLConnection;

/** Stands for the methods of the JDK's connections with the same names, where these are called. */
public final class HttpUrlConnections {

  public static void connect(Object connection) throws IOException {
    UrlExchange exchange = UrlExchange.enter(connection, /* sendsBody= */ false);
    try {
      ((URLConnection) connection).connect();
    } catch (Throwable e) {
      UrlExchange.failToConnect(exchange, e);
      throw e;
    } finally {
      UrlExchange.leave(exchange);
    }
  }

  public static OutputStream getOutputStream(Object connection) throws IOException {
    UrlExchange exchange = UrlExchange.enter(connection, /* sendsBody= */ true);
    try {
      return ((URLConnection) connection).getOutputStream();
    } catch (Throwable e) {
      UrlExchange.failToConnect(exchange, e);
      throw e;
    } finally {
      UrlExchange.leave(exchange);
    }
  }

  public static InputStream getInputStream(Object connection) throws IOException {
    UrlExchange exchange = UrlExchange.enter(connection, /* sendsBody= */ false);
    try {
      InputStream body = ((URLConnection) connection).getInputStream();
      UrlExchange.respond(exchange, null);
      return body;
    } catch (Throwable e) {
      UrlExchange.respond(exchange, e);
      throw e;
    } finally {
      UrlExchange.leave(exchange);
    }
  }

  public static int getResponseCode(Object connection) throws IOException {
    UrlExchange exchange = UrlExchange.enter(connection, /* sendsBody= */ false);
    try {
      int code = ((HttpURLConnection) connection).getResponseCode();
      UrlExchange.respond(exchange, null);
      return code;
    } catch (Throwable e) {
      UrlExchange.respond(exchange, e);
      throw e;
    } finally {
      UrlExchange.leave(exchange);
    }
  }

  public static String getResponseMessage(Object connection) throws IOException {
    getResponseCode(connection);
    return ((HttpURLConnection) connection).getResponseMessage();
  }

  public static Object getContent(Object connection) throws IOException {
    sendHttp(connection);
    return ((URLConnection) connection).getContent();
  }

  public static Object getContent(Object connection, Class<?>[] types) throws IOException {
    sendHttp(connection);
    return ((URLConnection) connection).getContent(types);
  }

  /** Asking twice is the same stream with HTTP alone: a file in a jar would be opened again. */
  private static void sendHttp(Object connection) throws IOException {
    if (connection instanceof HttpURLConnection) {
      getInputStream(connection);
    }
  }

  private HttpUrlConnections() {}
}
