package io.opentelemetry.lambda.sdk.internal.restored;

import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.lambda.sdk.internal.SdkSettings;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives what leaves an environment made from a snapshot that environment's own {@code
 * faas.instance}: the resource was made before the snapshot, and many environments share it. Before
 * a restore it changes nothing.
 */
public final class RestoredInstance {

  private static final AttributeKey<String> FAAS_INSTANCE = stringKey("faas.instance");

  private final Map<Resource, Resource> resources = new ConcurrentHashMap<>();
  private volatile @Nullable String instance;

  /** Makes an id that looks like a log stream's name, which Lambda does not tell here. */
  public void renew() {
    resources.clear();
    instance =
        LocalDate.now(ZoneOffset.UTC).toString().replace('-', '/')
            + "/["
            + SdkSettings.functionVersion()
            + "]"
            + TraceId.fromLongs(SystemRandom.nextLong(), SystemRandom.nextLong());
  }

  public Collection<SpanData> spans(Collection<SpanData> spans) {
    if (instance == null) {
      return spans;
    }
    List<SpanData> restored = new ArrayList<>(spans.size());
    for (SpanData span : spans) {
      restored.add(new RestoredSpanData(span, restore(span.getResource())));
    }
    return restored;
  }

  public Collection<LogRecordData> logRecords(Collection<LogRecordData> logs) {
    if (instance == null) {
      return logs;
    }
    List<LogRecordData> restored = new ArrayList<>(logs.size());
    for (LogRecordData log : logs) {
      restored.add(new RestoredLogRecordData(log, restore(log.getResource())));
    }
    return restored;
  }

  public Collection<MetricData> metrics(Collection<MetricData> metrics) {
    if (instance == null) {
      return metrics;
    }
    List<MetricData> restored = new ArrayList<>(metrics.size());
    for (MetricData metric : metrics) {
      restored.add(new RestoredMetricData(metric, restore(metric.getResource())));
    }
    return restored;
  }

  private Resource restore(Resource resource) {
    Resource restored = resources.get(resource);
    if (restored == null) {
      restored = isUsers(resource) ? resource : resource.merge(withInstance());
      resources.put(resource, restored);
    }
    return restored;
  }

  /** Tells whether the user has named the instance, who is not contradicted. */
  private static boolean isUsers(Resource resource) {
    String named = resource.getAttribute(FAAS_INSTANCE);
    return named != null && !named.equals(SdkSettings.logStreamName());
  }

  private Resource withInstance() {
    return Resource.create(Attributes.of(FAAS_INSTANCE, instance));
  }
}
