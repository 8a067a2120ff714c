package io.opentelemetry.lambda.client.httpurlconnection;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLConnection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the methods with the same names that read a response's headers. They send the request
 * if nobody has yet, and hide its failure.
 */
public final class ResponseHeaders {

  public static @Nullable String getHeaderField(Object connection, String name) {
    return of(connection).getHeaderField(name);
  }

  public static @Nullable String getHeaderField(Object connection, int number) {
    return of(connection).getHeaderField(number);
  }

  public static @Nullable String getHeaderFieldKey(Object connection, int number) {
    return of(connection).getHeaderFieldKey(number);
  }

  public static int getHeaderFieldInt(Object connection, String name, int otherwise) {
    return of(connection).getHeaderFieldInt(name, otherwise);
  }

  public static long getHeaderFieldLong(Object connection, String name, long otherwise) {
    return of(connection).getHeaderFieldLong(name, otherwise);
  }

  public static long getHeaderFieldDate(Object connection, String name, long otherwise) {
    return of(connection).getHeaderFieldDate(name, otherwise);
  }

  public static Map<String, List<String>> getHeaderFields(Object connection) {
    return of(connection).getHeaderFields();
  }

  public static int getContentLength(Object connection) {
    return of(connection).getContentLength();
  }

  public static long getContentLengthLong(Object connection) {
    return of(connection).getContentLengthLong();
  }

  public static @Nullable String getContentType(Object connection) {
    return of(connection).getContentType();
  }

  public static @Nullable String getContentEncoding(Object connection) {
    return of(connection).getContentEncoding();
  }

  public static long getLastModified(Object connection) {
    return of(connection).getLastModified();
  }

  public static long getExpiration(Object connection) {
    return of(connection).getExpiration();
  }

  public static long getDate(Object connection) {
    return of(connection).getDate();
  }

  private static URLConnection of(Object connection) {
    if (connection instanceof HttpURLConnection) {
      try {
        HttpUrlConnections.getResponseCode(connection);
      } catch (IOException e) {
        // as the JDK's own methods do
      }
    }
    return (URLConnection) connection;
  }

  private ResponseHeaders() {}
}
