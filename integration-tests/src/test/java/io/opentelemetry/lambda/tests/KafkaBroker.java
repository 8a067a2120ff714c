package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka's own broker in a process, with the topic {@code orders}, and what arrives there. */
final class KafkaBroker implements AutoCloseable {

  private static final Path LIB = Layer.ROOT.resolve("integration-tests/kafka-broker/target/lib");
  private static final Path LOG = Path.of("target", "kafka.log");
  private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg";
  private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

  private final Path folder;
  private final String url;
  private final Process process;
  private final Consumer<byte[], byte[]> arrived;

  static KafkaBroker start() {
    try {
      Path folder = Files.createTempDirectory("kafka");
      String url = "localhost:" + Ports.free();
      Path settings = Files.writeString(folder.resolve("server.properties"), settings(folder, url));
      Process format =
          java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", settings.toString());
      assertThat(format.onExit().join().exitValue()).as(LOG.toString()).isZero();
      return new KafkaBroker(folder, url, java("kafka.Kafka", settings.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String settings(Path folder, String url) {
    String controller = "localhost:" + Ports.free();
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@%s
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://%s,CONTROLLER://%s
        log.dirs=%s
        """
        .formatted(controller, url, controller, folder.resolve("log"));
  }

  private static Process java(String... command) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                LIB + "/*"));
    all.addAll(Arrays.asList(command));
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
        .start();
  }

  private KafkaBroker(Path folder, String url, Process process) {
    this.folder = folder;
    this.url = url;
    this.process = process;
    // which waits for the broker, for a minute at most
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", url))) {
      NewTopic topic = new NewTopic(PARTITION.topic(), 1, (short) 1);
      admin.createTopics(List.of(topic)).all().toCompletionStage().toCompletableFuture().join();
    }
    arrived =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", url),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    arrived.assign(List.of(PARTITION));
    arrived.seekToBeginning(List.of(PARTITION));
  }

  /** As producers take it. */
  String url() {
    return url;
  }

  /** The {@code traceparent} of each record that has arrived since the last call. */
  List<String> traceParents() {
    List<String> found = new ArrayList<>();
    long end = arrived.endOffsets(List.of(PARTITION)).get(PARTITION);
    Waiting.until(
        () -> {
          arrived.poll(Duration.ZERO).forEach(record -> found.add(traceParent(record)));
          return arrived.position(PARTITION) >= end;
        });
    return found;
  }

  private static String traceParent(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader("traceparent");
    return header == null ? "null" : new String(header.value(), UTF_8);
  }

  @Override
  public void close() {
    arrived.close();
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(KafkaBroker::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
