package io.opentelemetry.lambda.emulator.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Finds what is wrong with the options, beyond what picocli finds by itself. */
final class Usage {

  static void check(@Nullable CommandSpec spec, boolean condition, String message) {
    if (!condition) {
      throw error(spec, message);
    }
  }

  static ParameterException error(@Nullable CommandSpec spec, String message) {
    return new ParameterException(given(spec).commandLine(), message);
  }

  /** The command's specification, which picocli has set before it runs a command. */
  static CommandSpec given(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec;
  }

  private Usage() {}
}
