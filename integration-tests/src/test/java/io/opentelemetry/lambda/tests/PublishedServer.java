package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A server that is started from published jars, with its data in a folder of its own. */
final class PublishedServer implements AutoCloseable {

  private static final ClientVersion CASSANDRA =
      new ClientVersion(
          List.of("cassandra.server"), List.of("org.apache.cassandra:cassandra-all:5.0.5"));

  private static final ClientVersion COUCHBASE_MOCK =
      new ClientVersion(
          List.of("couchbase.server"), List.of("com.couchbase.mock:CouchbaseMock:1.5.27"));

  /** Packages of the JDK that Cassandra uses. */
  private static final List<String> EXPORTS =
      List.of(
          "java.base/jdk.internal.misc",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.management.rmi/com.sun.jmx.remote.internal.rmi",
          "java.rmi/sun.rmi.registry",
          "java.rmi/sun.rmi.server");

  private static final List<String> OPENS =
      List.of(
          "java.base/java.io",
          "java.base/java.lang",
          "java.base/java.lang.module",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/jdk.internal.loader",
          "java.base/jdk.internal.math",
          "java.base/jdk.internal.module",
          "java.base/jdk.internal.ref",
          "java.base/jdk.internal.reflect",
          "java.base/jdk.internal.util.jar",
          "java.base/sun.nio.ch",
          "jdk.management/com.sun.management.internal");

  private final Path folder;
  private final int port;
  private final Process process;

  /** Starts Cassandra 5; skips the test on a JDK that it does not run on. */
  static PublishedServer cassandra() throws Exception {
    Assumptions.assumeTrue(Runtime.version().feature() == 17, "Cassandra 5 runs on JDK 17");
    Path folder = Files.createTempDirectory("cassandra");
    int port = Ports.free();
    int storage = Ports.free();
    Path settings =
        Files.writeString(
            folder.resolve("cassandra.yaml"),
            """
            cluster_name: tests
            num_tokens: 1
            partitioner: org.apache.cassandra.dht.Murmur3Partitioner
            commitlog_sync: periodic
            commitlog_sync_period: 10000ms
            endpoint_snitch: SimpleSnitch
            listen_address: 127.0.0.1
            rpc_address: 127.0.0.1
            storage_port: %1$d
            native_transport_port: %2$d
            seed_provider:
              - class_name: org.apache.cassandra.locator.SimpleSeedProvider
                parameters:
                  - seeds: "127.0.0.1:%1$d"
            """
                .formatted(storage, port));
    Path logging =
        Files.writeString(
            folder.resolve("logback.xml"), "<configuration><root level='OFF'/></configuration>");
    List<String> options = new ArrayList<>();
    EXPORTS.forEach(name -> options.addAll(List.of("--add-exports", name + "=ALL-UNNAMED")));
    OPENS.forEach(name -> options.addAll(List.of("--add-opens", name + "=ALL-UNNAMED")));
    options.addAll(
        List.of(
            "-Xmx512m",
            "-Dlogback.configurationFile=" + logging,
            "-Dcassandra.config=" + settings.toUri(),
            "-Dcassandra.storagedir=" + folder,
            "-Dcassandra.ring_delay_ms=1",
            "-Dcassandra.skip_wait_for_gossip_to_settle=0"));
    String program = "org.apache.cassandra.service.CassandraDaemon";
    return new PublishedServer(folder, port, CASSANDRA, options, List.of(program));
  }

  /** Starts CouchbaseMock, a stand-in that knows keys and values only. */
  static PublishedServer couchbase() throws Exception {
    int port = Ports.free();
    List<String> program =
        List.of(
            "com.couchbase.mock.CouchbaseMock",
            "--host=127.0.0.1",
            "--port=" + port,
            "--nodes=1",
            "--replicas=0",
            "--buckets=default:");
    return new PublishedServer(
        Files.createTempDirectory("couchbase"), port, COUCHBASE_MOCK, List.of(), program);
  }

  private PublishedServer(
      Path folder, int port, ClientVersion jars, List<String> options, List<String> program)
      throws Exception {
    this.folder = folder;
    this.port = port;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", jars.function().resolve("lib") + "/*"));
    command.addAll(program);
    process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::answers);
  }

  private boolean answers() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException(Files.readString(folder.resolve("output"), UTF_8));
    }
    return Ports.answers(port);
  }

  int port() {
    return port;
  }

  /** The port of CouchbaseMock's keys and values, which it chooses itself. */
  int valuesPort() throws Exception {
    URI bucket = URI.create("http://127.0.0.1:" + port + "/pools/default/buckets/default");
    String description =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(bucket).build(), BodyHandlers.ofString())
            .body();
    return Integer.parseInt(description.replaceFirst("(?s).*?\"direct\":(\\d+).*", "$1"));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
