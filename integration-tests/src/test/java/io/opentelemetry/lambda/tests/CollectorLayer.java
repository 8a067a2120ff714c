package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.lambda.emulator.otlp.ReceivedTelemetry;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The Collector's layer as it is built, with a function that reports to it. */
final class CollectorLayer {

  /** The names of spans that the layer makes of what Lambda tells. */
  private static final List<String> PLATFORM =
      List.of(
          "init",
          "restore",
          "invocation",
          "responseLatency",
          "responseDuration",
          "runtimeOverhead");

  /** The layer for this machine; the test is skipped where it cannot be built, but not in CI. */
  static Path zip() {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    Path zip =
        Layer.ROOT.resolve("collector-layer/target/opentelemetry-collector-layer-" + arch + ".zip");
    if (!Files.exists(zip)) {
      String line = "not tested with the Collector layer, which is not built: " + zip;
      if (System.getenv("CI") != null) {
        throw new AssertionError(line);
      }
      System.err.println(line);
      Assumptions.abort(line);
    }
    return zip;
  }

  /** A function whose events say what it sends to the Collector, and that to the backend. */
  static LambdaEnvironmentBuilder function(Path temporary, OtlpSink backend) {
    return attachTo(
        LambdaEnvironment.builder().function(program(temporary), "the.Handler").customRuntime(),
        backend);
  }

  /** Attaches the layer as a user does. */
  static LambdaEnvironmentBuilder attachTo(LambdaEnvironmentBuilder builder, OtlpSink backend) {
    int port = Ports.free();
    return builder
        .layer(zip())
        .name("orders")
        .timeout(Duration.ofSeconds(20))
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + port)
        .environment("OTEL_LAMBDA_COLLECTOR_PORT", Integer.toString(port))
        .environment("OTEL_LAMBDA_COLLECTOR_GRPC_PORT", Integer.toString(Ports.free()))
        .environment("OTEL_LAMBDA_COLLECTOR_ENDPOINT", "http://localhost:" + backend.httpPort());
  }

  /** An event on which each list's spans are sent, in a request of their own. */
  static String exports(String... names) {
    StringBuilder event = new StringBuilder("{\"exports\":[");
    for (String name : names) {
      event.append(event.charAt(event.length() - 1) == '[' ? "" : ",");
      event.append("[\"").append(name).append("\"]");
    }
    return event.append("]}").toString();
  }

  /** The names of the function's own spans, those received twice included. */
  static List<String> spanNames(OtlpSink backend) {
    ReceivedTelemetry received = backend.received();
    return received.spans().stream().map(Span::getName).filter(name -> !isPlatform(name)).toList();
  }

  /** Tells whether the layer itself makes spans of that name. */
  static boolean isPlatform(String span) {
    return PLATFORM.contains(span);
  }

  /** The lines that the Collector has written so far. */
  static List<String> lines(LambdaEnvironment lambda) {
    return lambda.output().stream().filter(line -> line.contains("[otel] collector")).toList();
  }

  /** The folder of the function's code. */
  static Path program(Path temporary) {
    try (InputStream in = CollectorLayer.class.getResourceAsStream("/programs/bootstrap")) {
      Path file = temporary.resolve("function/bootstrap");
      Files.createDirectories(file.getParent());
      Files.writeString(file, new String(in.readAllBytes(), UTF_8));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      return file.getParent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CollectorLayer() {}
}
