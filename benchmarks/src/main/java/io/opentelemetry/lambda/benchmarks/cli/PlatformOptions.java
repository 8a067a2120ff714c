package io.opentelemetry.lambda.benchmarks.cli;

import io.opentelemetry.lambda.benchmarks.environment.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that has the functions of another language measured. */
final class PlatformOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--runtime",
      paramLabel = "ID",
      description =
          "Instead of a JDK, one of Lambda's runtimes for another language, such as python3.13,"
              + " nodejs22.x or ruby3.2; may be repeated for one language.")
  private List<String> runtimes = new ArrayList<>();

  /** The runtimes that are named, or else these JDKs: one language's, at least one. */
  List<Platform> platforms(List<Path> javaHomes) {
    if (runtimes.isEmpty()) {
      return javaHomes.stream().map(Platform::jdk).toList();
    }
    List<Platform> platforms =
        runtimes.stream()
            .map(id -> Usage.parse(spec, "--runtime", () -> Platform.runtime(id)))
            .toList();
    Usage.check(
        spec,
        platforms.stream().map(Platform::language).distinct().count() == 1,
        "--runtime may be repeated for one language only");
    return platforms;
  }
}
