package io.opentelemetry.lambda.client.kafka;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.internal.SystemProperty;
import io.opentelemetry.instrumentation.kafkaclients.common.v0_11.internal.KafkaProducerRequest;
import io.opentelemetry.instrumentation.kafkaclients.common.v0_11.internal.KafkaPropagation;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Traces what Kafka's producer sends, by the instrumenter of {@code
 * opentelemetry-kafka-clients-common-0.11}, from the call until the broker has answered, as the
 * agent does: the library's own interceptor ends the span before the record leaves.
 */
public final class Kafka {

  static final String LIBRARY = "kafka";
  private static final String PROPAGATION =
      "otel.instrumentation.kafka.producer-propagation.enabled";

  private static final @Nullable Kafka INSTANCE = create();

  private final Instrumenter<KafkaProducerRequest, RecordMetadata> instrumenter;
  private final TextMapPropagator propagator;
  private final boolean propagates;
  private final boolean propagatesSpan;
  private final KafkaProducerFields fields = new KafkaProducerFields();

  @Guarded(LIBRARY)
  private static @Nullable Kafka create() {
    return new Kafka(LibrarySettings.openTelemetry());
  }

  private Kafka(OpenTelemetry openTelemetry) {
    instrumenter = KafkaInstrumenters.create(openTelemetry).createProducerInstrumenter();
    propagator = openTelemetry.getPropagators().getTextMapPropagator();
    propagates = SystemProperty.getBoolean(PROPAGATION, /* defaultValue= */ true);
    propagatesSpan = propagates && KafkaPropagation.propagatesSpanContext(propagator);
  }

  /** Around {@code KafkaProducer.send}. */
  public static @Nullable Object send(
      Object producer, ProducerRecord<?, ?> record, @Nullable Callback callback) {
    try {
      return INSTANCE == null
          ? null
          : INSTANCE.start((KafkaProducer<?, ?>) producer, record, callback);
    } catch (Throwable e) {
      leave(e);
      return null;
    }
  }

  private @Nullable KafkaSend start(
      KafkaProducer<?, ?> producer, ProducerRecord<?, ?> record, @Nullable Callback callback)
      throws IllegalAccessException {
    // brokers before 0.11 know no headers
    boolean headers = KafkaPropagation.shouldPropagate(fields.apiVersions(producer));
    Context parent = Context.current();
    KafkaProducerRequest request =
        KafkaProducerRequest.create(record, producer, null, headers && propagatesSpan);
    if (!instrumenter.shouldStart(parent, request)) {
      return null;
    }
    Context context = instrumenter.start(parent, request);
    ProducerRecord<?, ?> sent = headers && propagates ? propagate(context, record) : record;
    return new KafkaSend(
        instrumenter, request, parent, context, fields.metadata(producer), sent, callback);
  }

  private ProducerRecord<?, ?> propagate(Context context, ProducerRecord<?, ?> record) {
    try {
      return KafkaPropagation.propagateContext(propagator, context, record);
    } catch (Throwable e) {
      leave(e);
      return record;
    }
  }

  /** In the place of the record, which may be a copy of the caller's. */
  public static ProducerRecord<?, ?> argument(ProducerRecord<?, ?> record, @Nullable Object send) {
    return send == null ? record : ((KafkaSend) send).record;
  }

  /** In the place of the caller's callback, which it calls. */
  public static @Nullable Callback argument(@Nullable Callback callback, @Nullable Object send) {
    return send == null ? callback : (KafkaSend) send;
  }

  /** After what was started. */
  public static void end(@Nullable Object send, @Nullable Throwable error) {
    if (send != null) {
      ((KafkaSend) send).end(error);
    }
  }

  static void leave(Throwable e) {
    Hooks.leave("a record of kafka", e);
  }
}
