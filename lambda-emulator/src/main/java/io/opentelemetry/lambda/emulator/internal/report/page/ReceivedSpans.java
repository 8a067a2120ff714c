package io.opentelemetry.lambda.emulator.internal.report.page;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.internal.report.AttributeText;
import io.opentelemetry.lambda.emulator.internal.report.PageText;
import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.Scope;
import io.opentelemetry.lambda.emulator.internal.report.page.RunTimeline.Source;
import io.opentelemetry.lambda.emulator.otlp.ReceivedTelemetry;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run's spans in the order of arrival, with where each comes from; resources and scopes once. */
final class ReceivedSpans {

  private static final String SERVICE = "service.name";
  private static final String INSTANCE = "faas.instance";

  private final List<EnvironmentReport> environments;
  private final Map<Resource, Integer> resources = new LinkedHashMap<>();
  private final Map<InstrumentationScope, Integer> scopes = new LinkedHashMap<>();
  private final List<ReceivedSpan> spans = new ArrayList<>();

  static ReceivedSpans of(Run run) {
    return new ReceivedSpans(run);
  }

  private ReceivedSpans(Run run) {
    this.environments = run.environments();
    for (ReceivedTelemetry.Export export : run.telemetry().exports()) {
      export.resourceSpans().forEach(received -> add(received, export.arrival()));
    }
  }

  /** The span at the same place of {@link ReceivedTelemetry#spans()}. */
  ReceivedSpan get(int index) {
    return spans.get(index);
  }

  List<Source> resources() {
    return resources.keySet().stream()
        .map(Resource::getAttributesList)
        .map(AttributeText::map)
        .map(attributes -> new Source(attributes.getOrDefault(SERVICE, ""), attributes))
        .toList();
  }

  List<Scope> scopes() {
    return scopes.keySet().stream()
        .map(scope -> new Scope(PageText.of(scope.getName()), PageText.of(scope.getVersion())))
        .toList();
  }

  private void add(ResourceSpans received, Instant arrival) {
    int resource = index(resources, received.getResource());
    int environment = environment(received.getResource());
    for (ScopeSpans scopeSpans : received.getScopeSpansList()) {
      int scope = index(scopes, scopeSpans.getScope());
      for (Span span : scopeSpans.getSpansList()) {
        spans.add(new ReceivedSpan(span, resource, scope, environment, arrival));
      }
    }
  }

  private static <T> int index(Map<T, Integer> indexes, T value) {
    return indexes.computeIfAbsent(value, key -> indexes.size());
  }

  /** The one whose log stream the resource names, or else the only one. */
  private int environment(Resource resource) {
    String instance = AttributeText.map(resource.getAttributesList()).get(INSTANCE);
    for (int i = 0; i < environments.size(); i++) {
      if (environments.get(i).name().equals(instance)) {
        return i;
      }
    }
    return environments.size() == 1 ? 0 : PhaseTrack.NONE;
  }

  /**
   * A span and where it comes from.
   *
   * @param environment its index, or {@link PhaseTrack#NONE}
   */
  record ReceivedSpan(Span span, int resource, int scope, int environment, Instant arrival) {}
}
