package io.opentelemetry.lambda.tools;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Reads addresses of backends. */
public final class HttpUrl {

  /** Reads an http or https URL with a host; null if the text is none. */
  public static @Nullable URI parse(String text) {
    try {
      URI url = URI.create(text);
      boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return isHttp && url.getHost() != null ? url : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private HttpUrl() {}
}
