package io.opentelemetry.lambda.client.jedis;

import io.opentelemetry.instrumentation.api.internal.SemconvStability;
import java.util.ArrayList;
import java.util.List;

/** The commands of a pipeline or a transaction. */
final class JedisBatch {

  private static final int MAX_TEXT = 32 * 1024;

  private final List<JedisRequest> requests = new ArrayList<>();

  void add(JedisRequest request) {
    requests.add(request);
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  /**
   * @param kind such as {@code PIPELINE}
   */
  JedisRequest toRequest(String kind) {
    JedisRequest first = requests.get(0);
    return requests.size() == 1
        ? first
        : first.ofBatch(operation(kind, first.operation()), text(), requests.size());
  }

  private String operation(String kind, String first) {
    for (JedisRequest request : requests) {
      if (!request.operation().equals(first)) {
        return kind;
      }
    }
    return kind + " " + first;
  }

  private String text() {
    String separator = SemconvStability.emitStableDatabaseSemconv() ? "; " : ";";
    StringBuilder text = new StringBuilder();
    for (JedisRequest request : requests) {
      if (text.length() + separator.length() + request.text().length() > MAX_TEXT) {
        break;
      }
      text.append(text.length() == 0 ? "" : separator).append(request.text());
    }
    return text.toString();
  }
}
