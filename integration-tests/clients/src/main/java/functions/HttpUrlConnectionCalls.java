package functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.concurrent.Callable;

/** The JDK's client. */
final class HttpUrlConnectionCalls implements Client {

  @Override
  public String call(String way, String url) throws IOException {
    URL target = new URL(way.equals("missing") ? url.replace("/items", "/missing") : url);
    if (way.equals("stream")) {
      return text(target.openStream());
    }
    HttpURLConnection connection = (HttpURLConnection) target.openConnection();
    connection.setRequestProperty("x-tenant", "acme");
    switch (way) {
      case "get" -> {}
      case "code", "missing" -> {
        return connection.getResponseCode() + " found " + connection.getResponseMessage();
      }
      case "reference" -> {
        Callable<InputStream> body = connection::getInputStream;
        return text(body);
      }
      case "header" -> {
        return "found " + ((URLConnection) connection).getContentLength();
      }
      case "connected" -> {
        connection.setRequestProperty("x-own", "1");
        connection.connect();
      }
      case "post" -> post(connection);
      default -> throw new IllegalArgumentException(way);
    }
    return text(connection.getInputStream());
  }

  private static void post(HttpURLConnection connection) throws IOException {
    connection.setDoOutput(true);
    try (OutputStream body = connection.getOutputStream()) {
      body.write("order".getBytes(UTF_8));
    }
  }

  private static String text(Callable<InputStream> body) throws IOException {
    try {
      return text(body.call());
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static String text(InputStream body) throws IOException {
    try (InputStream closed = body) {
      return new String(closed.readAllBytes(), UTF_8);
    }
  }
}
