package io.opentelemetry.lambda.client.httpurlconnection;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;

/** Stands for the methods of {@code URL} with the same names, and does what they do. */
public final class Urls {

  public static InputStream openStream(Object url) throws IOException {
    return HttpUrlConnections.getInputStream(((URL) url).openConnection());
  }

  public static Object getContent(Object url) throws IOException {
    return HttpUrlConnections.getContent(((URL) url).openConnection());
  }

  private Urls() {}
}
