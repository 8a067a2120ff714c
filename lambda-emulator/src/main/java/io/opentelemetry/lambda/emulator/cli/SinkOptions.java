package io.opentelemetry.lambda.emulator.cli;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that describe the backend that functions export to. */
final class SinkOptions {

  static final int MAX_PORT = 65535;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--otlp-port",
      paramLabel = "PORT",
      description = "Where to receive OTLP over HTTP; 0 for any free port.")
  private int httpPort = 4318;

  @Option(
      names = "--otlp-grpc-port",
      paramLabel = "PORT",
      description = "Where to receive OTLP over gRPC too; 0 for any free port. By default nowhere.")
  private @Nullable Integer grpcPort;

  @Option(
      names = "--otlp-fault",
      paramLabel = "TEXT",
      description =
          "The fault of each export: latency=200ms, status=503, status=429,retry-after=2,"
              + " refuse, cut, cut=response, silent or partial=3; with ;every=3 at the end, with"
              + " every third.")
  private @Nullable String fault;

  @Option(
      names = "--drop-connections",
      description =
          "Drops idle connections to these ports while the environment is frozen, as a NAT gateway"
              + " does after a while.")
  private boolean dropConnections;

  boolean dropConnections() {
    return dropConnections;
  }

  /** Starts to receive as the options say. */
  OtlpSink start() {
    checkPort(httpPort, "--otlp-port");
    if (grpcPort != null) {
      checkPort(grpcPort, "--otlp-grpc-port");
    }
    OtlpFault parsed = fault == null ? null : parse(fault);
    OtlpSink sink = OtlpSink.start(httpPort, grpcPort == null ? OtlpSink.NOT_SERVED : grpcPort);
    if (parsed != null) {
      sink.fault(parsed);
    }
    return sink;
  }

  private void checkPort(int port, String option) {
    if (port < 0 || port > MAX_PORT) {
      throw Usage.error(spec, option + " is from 0 to " + MAX_PORT);
    }
  }

  private OtlpFault parse(String text) {
    try {
      return OtlpFault.parse(text);
    } catch (EmulatorException e) {
      throw Usage.error(spec, "--otlp-fault: " + e.getMessage());
    }
  }
}
