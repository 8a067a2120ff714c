package io.opentelemetry.lambda.sdk.internal.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where telemetry is sent to. */
final class Endpoints {

  private static final int MAX_PORT = 65_535;

  private final Settings settings;

  Endpoints(Settings settings) {
    this.settings = settings;
  }

  void correct() {
    for (String signal : Corrections.SIGNALS) {
      endpoint(Corrections.OTLP + signal + "endpoint", signal.isEmpty());
    }
  }

  private void endpoint(String property, boolean general) {
    String value = settings.get(property);
    if (value == null) {
      if (settings.config().getString(property) != null) {
        settings.rewrite(property, null);
      }
      return;
    }
    String problem = problem(value);
    if (problem == null) {
      settings.rewrite(property, value);
      return;
    }
    String corrected = corrected(value);
    if (corrected != null) {
      settings.replaceMasked(property, problem, corrected, "using " + Settings.mask(corrected));
    } else {
      settings.replaceMasked(
          property,
          problem,
          null,
          general ? "using http://localhost:4318" : "using the one for all signals");
    }
  }

  /** With {@code http} where there is no scheme, and without what does not belong to it. */
  private static @Nullable String corrected(String value) {
    String whole = value.contains("://") ? value : "http://" + value;
    int end = whole.indexOf('?') < 0 ? whole.indexOf('#') : whole.indexOf('?');
    String corrected = end < 0 ? whole : whole.substring(0, end);
    return problem(corrected) == null ? corrected : null;
  }

  private static @Nullable String problem(String value) {
    URI uri;
    try {
      uri = new URI(value);
    } catch (URISyntaxException e) {
      return e.getReason();
    }
    String scheme = uri.getScheme();
    if (!value.contains("://") || scheme == null) {
      return "no scheme";
    }
    String lowerCase = scheme.toLowerCase(Locale.ROOT);
    if (!lowerCase.equals("http") && !lowerCase.equals("https")) {
      return "the scheme is neither http nor https";
    }
    if (uri.getHost() == null) {
      return "no host";
    }
    if (uri.getPort() > MAX_PORT) {
      return "the port is above " + MAX_PORT;
    }
    if (uri.getRawQuery() != null) {
      return "a query";
    }
    return uri.getRawFragment() == null ? null : "a fragment";
  }
}
