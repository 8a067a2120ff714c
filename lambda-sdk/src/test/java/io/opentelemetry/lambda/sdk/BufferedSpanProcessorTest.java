package io.opentelemetry.lambda.sdk;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.sdk.internal.http.Outbox;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BufferedSpanProcessorTest {

  private final Pipeline pipeline = new Pipeline(Outbox.of(1000));
  private final Exporter exporter = new Exporter();

  @Test
  void end_isNotExportedBeforeAFlush() {
    SdkTracerProvider provider = provider(Map.of());
    tracer(provider).spanBuilder("a").startSpan().end();
    assertThat(exporter.batches).isEmpty();
    provider.forceFlush();
    assertThat(exporter.names()).containsExactly("a");
    provider.forceFlush();
    assertThat(exporter.names()).containsExactly("a");
  }

  @Test
  void end_aFullBatch_isExportedAtOnce() {
    SdkTracerProvider provider = provider(Map.of("otel.bsp.max.export.batch.size", "3"));
    end(tracer(provider), 7);
    assertThat(exporter.batches).extracting(Collection::size).containsExactly(3, 3);
    provider.forceFlush();
    assertThat(exporter.batches).extracting(Collection::size).containsExactly(3, 3, 1);
  }

  @Test
  void end_aBatchOfManyBytes_isExportedAtOnce() {
    SdkTracerProvider provider = provider(Map.of());
    Tracer tracer = tracer(provider);
    for (int i = 0; i < 3; i++) {
      tracer.spanBuilder("a").setAttribute("text", "x".repeat(200_000)).startSpan().end();
    }
    assertThat(exporter.batches).extracting(Collection::size).containsExactly(3);
  }

  @Test
  void end_moreThanTheUsersQueueSize_isDropped() {
    exporter.answersLater = true;
    SdkTracerProvider provider =
        provider(Map.of("otel.bsp.max.export.batch.size", "2", "otel.bsp.max.queue.size", "4"));
    end(tracer(provider), 7);
    provider.forceFlush();
    assertThat(exporter.names()).hasSize(4);
    exporter.answer();
    end(tracer(provider), 2);
    assertThat(exporter.names()).hasSize(6);
  }

  @Test
  void forceFlush_completesWhenTheExporterDoes() {
    exporter.answersLater = true;
    SdkTracerProvider provider = provider(Map.of());
    end(tracer(provider), 1);
    CompletableResultCode result = provider.forceFlush();
    assertThat(result.isDone()).isFalse();
    assertThat(provider.forceFlush().isDone()).isFalse();
    exporter.answer();
    assertThat(result.isSuccess()).isTrue();
  }

  @Test
  void forceFlush_timeAndAgainWhileABackendIsDown_givesTheOldestUp() {
    exporter.answersLater = true;
    SdkTracerProvider provider = provider(Map.of());
    end(tracer(provider), 1);
    CompletableResultCode oldest = provider.forceFlush();
    CompletableResultCode newest = oldest;
    for (int i = 0; i < 100; i++) {
      newest = provider.forceFlush();
    }
    assertThat(oldest.isDone()).isTrue();
    assertThat(newest.isDone()).isFalse();
    exporter.answer();
    assertThat(newest.isSuccess()).isTrue();
  }

  @Test
  void exporterThatThrows_harmsNobody() {
    exporter.failure = new NoClassDefFoundError("an exporter's own fault");
    SdkTracerProvider provider = provider(Map.of());
    end(tracer(provider), 1);
    assertThat(provider.forceFlush().isDone()).isTrue();
    exporter.failure = null;
    end(tracer(provider), 1);
    provider.forceFlush();
    assertThat(exporter.names()).hasSize(1);
  }

  @Test
  void notSampled_isLeftOut() {
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setSampler(Sampler.alwaysOff())
            .addSpanProcessor(processor(Map.of()))
            .build();
    end(tracer(provider), 1);
    provider.forceFlush();
    assertThat(exporter.names()).isEmpty();
  }

  @Test
  void exportUnfinished_openSpansOfTheTrace_asTheyStand() {
    SdkTracerProvider provider = provider(Map.of());
    Span root = tracer(provider).spanBuilder("root").setAttribute("a", "b").startSpan();
    Span child = child(provider, root, "child");
    child(provider, root, "ended").end();
    Span other = tracer(provider).spanBuilder("of another trace").startSpan();
    root.setStatus(StatusCode.ERROR);

    pipeline.exportUnfinished(root.getSpanContext().getTraceId(), 1, TimeUnit.SECONDS);
    provider.forceFlush();

    assertThat(exporter.names()).containsExactlyInAnyOrder("root", "child", "ended");
    SpanData exported = exporter.span("root");
    assertThat(exported.getAttributes())
        .isEqualTo(Attributes.of(stringKey("a"), "b", booleanKey("otel.lambda.unfinished"), true));
    assertThat(exported.getTotalAttributeCount()).isEqualTo(2);
    assertThat(exported.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(exported.hasEnded()).isTrue();
    assertThat(exported.getEndEpochNanos()).isGreaterThan(exported.getStartEpochNanos());
    assertThat(exporter.span("ended").getAttributes().isEmpty()).isTrue();

    child.end();
    root.end();
    other.end();
    provider.forceFlush();
    assertThat(exporter.names())
        .containsExactlyInAnyOrder("root", "child", "ended", "of another trace");
  }

  @Test
  void exportUnfinished_twice_exportsOnce() {
    SdkTracerProvider provider = provider(Map.of());
    Span root = tracer(provider).spanBuilder("root").startSpan();
    pipeline.exportUnfinished(root.getSpanContext().getTraceId(), 1, TimeUnit.SECONDS);
    pipeline.exportUnfinished(root.getSpanContext().getTraceId(), 1, TimeUnit.SECONDS);
    provider.forceFlush();
    assertThat(exporter.names()).containsExactly("root");
  }

  @Test
  void shutdown_exportsWhatIsOpen() {
    SdkTracerProvider provider = provider(Map.of());
    Span open = tracer(provider).spanBuilder("open").startSpan();
    provider.shutdown();
    assertThat(exporter.names()).containsExactly("open");
    assertThat(exporter.isShutdown).isTrue();
    open.end();
  }

  @Test
  void afterRestore_spansBegunBefore_haveTheNewInstance() {
    SdkTracerProvider provider = provider(Map.of());
    Span before = tracer(provider).spanBuilder("before").startSpan();
    pipeline.afterRestore();
    before.end();
    tracer(provider).spanBuilder("after").startSpan().end();
    provider.forceFlush();
    String instance =
        exporter.span("before").getResource().getAttribute(stringKey("faas.instance"));
    assertThat(instance).matches("\\d{4}/\\d\\d/\\d\\d/\\[.+]\\p{XDigit}{32}");
    assertThat(exporter.span("after").getResource().getAttributes())
        .isEqualTo(exporter.span("before").getResource().getAttributes());
    assertThat(exporter.span("after").getResource().getAttribute(stringKey("service.name")))
        .isEqualTo("shop");
  }

  @Test
  void afterRestore_anInstanceThatTheUserNames_stays() {
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(Resource.create(Attributes.of(stringKey("faas.instance"), "mine")))
            .addSpanProcessor(processor(Map.of()))
            .build();
    pipeline.afterRestore();
    tracer(provider).spanBuilder("a").startSpan().end();
    provider.forceFlush();
    assertThat(exporter.span("a").getResource().getAttribute(stringKey("faas.instance")))
        .isEqualTo("mine");
  }

  private SdkTracerProvider provider(Map<String, String> properties) {
    return SdkTracerProvider.builder()
        .setResource(Resource.create(Attributes.of(stringKey("service.name"), "shop")))
        .addSpanProcessor(processor(properties))
        .build();
  }

  private BufferedSpanProcessor processor(Map<String, String> properties) {
    return pipeline.spanProcessor(exporter, DefaultConfigProperties.createFromMap(properties));
  }

  private static Tracer tracer(SdkTracerProvider provider) {
    return provider.get("test");
  }

  private static Span child(SdkTracerProvider provider, Span parent, String name) {
    return tracer(provider).spanBuilder(name).setParent(Context.root().with(parent)).startSpan();
  }

  private static void end(Tracer tracer, int count) {
    for (int i = 0; i < count; i++) {
      tracer.spanBuilder("span " + i).startSpan().end();
    }
  }

  private static final class Exporter implements SpanExporter {

    private final List<Collection<SpanData>> batches = new ArrayList<>();
    private final List<CompletableResultCode> results = new ArrayList<>();
    private boolean answersLater;
    private boolean isShutdown;
    private Error failure;

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      if (failure != null) {
        throw failure;
      }
      batches.add(spans);
      CompletableResultCode result = new CompletableResultCode();
      results.add(result);
      return answersLater ? result : result.succeed();
    }

    void answer() {
      answersLater = false;
      results.forEach(CompletableResultCode::succeed);
    }

    List<String> names() {
      return batches.stream().flatMap(Collection::stream).map(SpanData::getName).toList();
    }

    SpanData span(String name) {
      return batches.stream()
          .flatMap(Collection::stream)
          .filter(span -> span.getName().equals(name))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      isShutdown = true;
      return CompletableResultCode.ofSuccess();
    }
  }
}
