package io.opentelemetry.lambda.benchmarks.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Finds what is wrong with the options, beyond what picocli finds by itself. */
final class Usage {

  static void check(@Nullable CommandSpec spec, boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(given(spec).commandLine(), message);
    }
  }

  /** A file that is going to be written. */
  static void checkFolder(@Nullable CommandSpec spec, String option, @Nullable Path file) {
    check(
        spec,
        file == null || Files.isDirectory(file.toAbsolutePath().resolveSibling("")),
        option + " " + file + ": there is no such folder");
  }

  /** Makes an option's value out of its text, and a usage error out of what is wrong with that. */
  static <T> T parse(@Nullable CommandSpec spec, String option, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(given(spec).commandLine(), option + " " + e.getMessage(), e);
    }
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
