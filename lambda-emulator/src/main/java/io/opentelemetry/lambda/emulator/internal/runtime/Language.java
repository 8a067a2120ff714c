package io.opentelemetry.lambda.emulator.internal.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The languages of Lambda's managed runtimes. */
public enum Language {
  JAVA,
  PYTHON,
  NODEJS,
  RUBY;

  /** The language of a managed runtime; empty if there is no runtime of that name. */
  public static Optional<Language> ofRuntime(String name) {
    return Arrays.stream(values())
        .filter(language -> language.runtimes().contains(name))
        .findFirst();
  }

  /** The names of its runtimes, oldest first. */
  public List<String> runtimes() {
    return switch (this) {
      case JAVA -> List.of("java8.al2", "java11", "java17", "java21", "java25");
      case PYTHON ->
          List.of(
              "python3.9", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14");
      case NODEJS -> List.of("nodejs20.x", "nodejs22.x", "nodejs24.x");
      case RUBY -> List.of("ruby3.2", "ruby3.3", "ruby3.4");
    };
  }
}
