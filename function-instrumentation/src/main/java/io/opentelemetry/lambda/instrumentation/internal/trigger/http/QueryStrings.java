package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of a request, put together from an event's parameters, without its secrets. */
final class QueryStrings {

  private static final String REDACTED = "REDACTED";

  /** Parameters that the service has decoded; null if there are none. */
  static @Nullable String encode(Event event) {
    return join(event, true);
  }

  /** Parameters that the service has left as they were sent; null if there are none. */
  static @Nullable String join(Event event) {
    return join(event, false);
  }

  private static @Nullable String join(Event event, boolean encode) {
    Map<String, Object> parameters = event.object("multiValueQueryStringParameters");
    if (parameters.isEmpty()) {
      parameters = event.object("queryStringParameters");
    }
    StringBuilder query = new StringBuilder();
    for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
      Object value = parameter.getValue();
      List<?> values = value instanceof List ? (List<?>) value : Collections.singletonList(value);
      for (Object each : values) {
        if (each instanceof String) {
          query.append(query.length() == 0 ? "" : "&");
          query.append(encode ? encode(parameter.getKey()) : parameter.getKey());
          query.append('=').append(encode ? encode((String) each) : (String) each);
        }
      }
    }
    return query.length() == 0 ? null : query.toString();
  }

  private static String encode(String text) {
    try {
      return URLEncoder.encode(text, "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The query with {@value #REDACTED} for the value of each parameter that may be a secret. */
  static String redact(String query) {
    StringBuilder result = new StringBuilder(query.length());
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      if (end < 0) {
        end = query.length();
      }
      int equals = query.indexOf('=', start);
      if (equals >= 0 && equals < end && isSecret(query.substring(start, equals))) {
        result.append(query, start, equals + 1).append(REDACTED);
      } else {
        result.append(query, start, end);
      }
      if (end < query.length()) {
        result.append('&');
      }
      start = end + 1;
    }
    return result.toString();
  }

  /**
   * The signatures and keys that the semantic conventions name, AWS's presigned URLs, and the usual
   * names of passwords and tokens.
   */
  private static boolean isSecret(String name) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "awsaccesskeyid":
      case "signature":
      case "sig":
      case "x-goog-signature":
      case "x-amz-signature":
      case "x-amz-credential":
      case "x-amz-security-token":
      case "access_token":
      case "refresh_token":
      case "id_token":
      case "token":
      case "client_secret":
      case "secret":
      case "password":
      case "api_key":
      case "apikey":
      case "api-key":
        return true;
      default:
        return false;
    }
  }

  private QueryStrings() {}
}
