package io.opentelemetry.lambda.benchmarks.environment;

import java.nio.file.Path;

/** Where this project is, whose layers and functions are measured. */
public final class Project {

  /** The folder, as {@code run.sh} and the tests say it. */
  public static Path root() {
    return Path.of(System.getProperty("project.root", "")).toAbsolutePath();
  }

  private Project() {}
}
