package io.opentelemetry.lambda.benchmarks.capacity;

import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Project;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.nio.file.Path;

/** The layers and variables of a {@link Variant}, as a user would set them. */
final class VariantConfiguration {

  private static final String ARCH =
      System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  private static final Path COLLECTOR =
      Path.of("collector-layer/target/opentelemetry-collector-layer-" + ARCH + ".zip");

  static Configuration of(Variant variant, OtlpSink backend) {
    if (variant.flush() == Flush.NONE) {
      return Configuration.parse(Configuration.NONE);
    }
    String flush = ",env OTEL_LAMBDA_FLUSH=" + variant.flush().setting();
    if (!variant.collector()) {
      return Configuration.parse("wrapper" + flush);
    }
    return Configuration.parse(
        "collector=wrapper+"
            + Project.root().resolve(COLLECTOR)
            + flush
            + ",env OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318"
            + ",env OTEL_LAMBDA_COLLECTOR_ENDPOINT=http://localhost:"
            + backend.httpPort());
  }

  private VariantConfiguration() {}
}
