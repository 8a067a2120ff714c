package io.opentelemetry.lambda.client.kafka;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.internal.InstrumenterUtil;
import io.opentelemetry.instrumentation.api.internal.cache.Cache;
import io.opentelemetry.instrumentation.kafkaclients.common.v0_11.internal.KafkaInstrumenterFactory;
import io.opentelemetry.instrumentation.kafkaclients.common.v0_11.internal.KafkaProcessRequest;
import io.opentelemetry.instrumentation.kafkaclients.common.v0_11.internal.KafkaReceiveRequest;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Traces the records that Kafka's consumer gets, by the instrumenters of {@code
 * opentelemetry-kafka-clients-common-0.11}: each is a span until the next one is asked for, and a
 * poll is one if that is switched on.
 */
public final class KafkaConsumers {

  private static final @Nullable KafkaConsumers INSTANCE = create();

  private final Instrumenter<KafkaReceiveRequest, Void> receiving;
  private final Instrumenter<KafkaProcessRequest, Void> processing;

  private final KafkaConsumerFields fields = new KafkaConsumerFields();

  /** Only records of a poll are traced, when it is over: what reads them in it is Kafka's own. */
  private final Cache<ConsumerRecords<?, ?>, KafkaPoll> polls = Cache.weak();

  @Guarded(Kafka.LIBRARY)
  private static @Nullable KafkaConsumers create() {
    return new KafkaConsumers(KafkaInstrumenters.create(LibrarySettings.openTelemetry()));
  }

  private KafkaConsumers(KafkaInstrumenterFactory factory) {
    receiving =
        factory.createConsumerReceiveInstrumenter(Collections.singleton(new KafkaCluster<>()));
    processing =
        factory.createConsumerProcessInstrumenter(Collections.singleton(new KafkaCluster<>()));
  }

  /** Around {@code KafkaConsumer.poll}. */
  public static @Nullable Object poll(Object consumer, Duration timeout) {
    return start(consumer);
  }

  /** Around the same method before Kafka 4. */
  public static @Nullable Object poll(Object consumer, long timeout) {
    return start(consumer);
  }

  @Guarded(Kafka.LIBRARY)
  private static @Nullable Object start(Object consumer) {
    return INSTANCE == null ? null : new KafkaPoll((Consumer<?, ?>) consumer, INSTANCE.processing);
  }

  /** After {@code poll}. */
  @Guarded("a poll of " + Kafka.LIBRARY)
  public static @Nullable ConsumerRecords<?, ?> result(
      @Otherwise @Nullable ConsumerRecords<?, ?> records, @Nullable Object poll) {
    if (INSTANCE != null && poll != null && records != null && !records.isEmpty()) {
      INSTANCE.receive(records, (KafkaPoll) poll);
    }
    return records;
  }

  /** Has nothing to do: a poll that fails has no records. */
  public static void end(@Nullable Object poll, @Nullable Throwable error) {}

  private void receive(ConsumerRecords<?, ?> records, KafkaPoll poll) {
    poll.cluster = cluster(poll.consumer);
    Context parent = KafkaCluster.in(Context.current(), poll.cluster);
    KafkaReceiveRequest request = KafkaReceiveRequest.create(records, poll.consumer);
    if (receiving.shouldStart(parent, request)) {
      poll.context =
          InstrumenterUtil.startAndEnd(
              receiving, parent, request, null, null, poll.timer.startTime(), poll.timer.now());
    }
    polls.put(records, poll);
  }

  @Guarded("the cluster of " + Kafka.LIBRARY)
  private @Nullable String cluster(Consumer<?, ?> consumer) {
    Metadata metadata = fields.metadata(consumer);
    return metadata == null ? null : metadata.fetch().clusterResource().clusterId();
  }

  /** On exit of {@code ConsumerRecords.iterator}. */
  @Guarded("a record of " + Kafka.LIBRARY)
  public static Iterator<ConsumerRecord<?, ?>> iterator(
      Object records, @Otherwise Iterator<ConsumerRecord<?, ?>> given) {
    KafkaPoll poll = poll(records);
    return poll == null ? given : poll.trace(given);
  }

  /** On exit of {@code ConsumerRecords.records} of a topic. */
  @Guarded("a record of " + Kafka.LIBRARY)
  public static Iterable<ConsumerRecord<?, ?>> records(
      Object records, String topic, @Otherwise Iterable<ConsumerRecord<?, ?>> given) {
    KafkaPoll poll = poll(records);
    return poll == null ? given : new KafkaTopicRecords(given, poll);
  }

  /** On exit of {@code ConsumerRecords.records} of a partition. */
  @Guarded("a record of " + Kafka.LIBRARY)
  public static List<ConsumerRecord<?, ?>> records(
      Object records, TopicPartition partition, @Otherwise List<ConsumerRecord<?, ?>> given) {
    KafkaPoll poll = poll(records);
    return poll == null ? given : new KafkaPartitionRecords(given, poll);
  }

  private static @Nullable KafkaPoll poll(Object records) {
    return INSTANCE == null ? null : INSTANCE.polls.get((ConsumerRecords<?, ?>) records);
  }
}
