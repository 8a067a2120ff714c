package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the SDK's exporters from making an {@code SSLContext} when they are set up, which reads
 * {@code jdk.tls.*} once: under the agent, that is before the function could set them. They are
 * told {@code http} addresses, and the sender connects by TLS, with a context that it makes then.
 */
public final class DeferredTls {

  private static final String HTTPS = "https://";

  private static final String OTLP = "otel.exporter.otlp.";
  private static final String[] SIGNALS = {"", "traces.", "metrics.", "logs."};

  /**
   * Rewrites the endpoints, unless there are certificates of the user's, which only the SDK reads,
   * or its gRPC client is used.
   */
  public static Map<String, String> defer(ConfigProperties config) {
    Map<String, String> overrides = new HashMap<>();
    for (String signal : SIGNALS) {
      String prefix = OTLP + signal;
      if (config.getString(prefix + "certificate") != null
          || config.getString(prefix + "client.certificate") != null
          || "grpc".equals(config.getString(prefix + "protocol"))) {
        return new HashMap<>();
      }
      String endpoint = config.getString(prefix + "endpoint");
      if (endpoint != null && endpoint.regionMatches(true, 0, HTTPS, 0, HTTPS.length())) {
        overrides.put(prefix + "endpoint", "http://" + endpoint.substring(HTTPS.length()));
      }
    }
    Set<String> authorities = new HashSet<>();
    for (String endpoint : overrides.values()) {
      authorities.add(authority(endpoint));
    }
    Endpoint.deferTls(authorities);
    return overrides;
  }

  private static String authority(String endpoint) {
    int start = endpoint.indexOf("://") + 3;
    int slash = endpoint.indexOf('/', start);
    String authority = endpoint.substring(start, slash < 0 ? endpoint.length() : slash);
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private DeferredTls() {}
}
