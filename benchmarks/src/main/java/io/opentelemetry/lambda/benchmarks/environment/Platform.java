package io.opentelemetry.lambda.benchmarks.environment;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs the function: a JDK, or a runtime for another language.
 *
 * @param name such as {@code JDK 17.0.15} or {@code python3.13}
 * @param javaHome null for another language
 */
public record Platform(String name, Language language, @Nullable Path javaHome) {

  /**
   * A language, and where its functions are: one that does nothing, and one that calls services.
   */
  public enum Language {
    // the existing wrapper layer takes no handler without its method
    JAVA(
        "benchmarks/functions/target/trivial.zip",
        "functions.TrivialHandler::handleRequest",
        "benchmarks/functions/target/realistic.zip",
        "functions.RealisticHandler::handleRequest"),
    PYTHON(
        "benchmarks/functions/src/main/python",
        "app.handler",
        "benchmarks/functions/src/main/python",
        "realistic.handler"),
    NODEJS(
        "benchmarks/functions/src/main/nodejs",
        "index.handler",
        "benchmarks/functions/target/nodejs",
        "realistic.handler"),
    RUBY("benchmarks/functions/src/main/ruby", "app.handler", null, "");

    private final Path trivial;
    private final String handler;
    private final @Nullable Path realistic;
    private final String realisticHandler;

    Language(String trivial, String handler, @Nullable String realistic, String realisticHandler) {
      this.trivial = Path.of(trivial);
      this.handler = handler;
      this.realistic = realistic == null ? null : Path.of(realistic);
      this.realisticHandler = realisticHandler;
    }

    /** The zip or the folder. */
    Path trivial() {
      return trivial;
    }

    String handler() {
      return handler;
    }

    /** The zip or the folder of the function that calls services, where there is one. */
    @Nullable Path realistic() {
      return realistic;
    }

    String realisticHandler() {
      return realisticHandler;
    }

    /** The name of this project's layer for it, where there is one. */
    public String layer() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The names of the layers of others that can be built to compare with, for another language.
     */
    public List<String> publishedLayers() {
      return this == PYTHON || this == NODEJS
          ? List.of("existing-" + layer(), "adot-" + layer(), "datadog-" + layer())
          : List.of();
    }
  }

  /**
   * A JDK.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Platform jdk(Path javaHome) {
    return new Platform("JDK " + Machine.jdkVersion(javaHome), Language.JAVA, javaHome);
  }

  /**
   * One of Lambda's runtimes for other languages than Java.
   *
   * @param id such as {@code python3.13}
   * @throws IllegalArgumentException if it is none
   */
  public static Platform runtime(String id) {
    for (Language language : Language.values()) {
      if (language != Language.JAVA && id.matches(language.layer() + "\\d[\\d.]*x?")) {
        return new Platform(id, language, null);
      }
    }
    throw new IllegalArgumentException(
        id + ": this is no runtime such as python3.13, nodejs22.x or ruby3.2");
  }

  /** Tells whether a JVM runs the function, whose classes can be counted. */
  public boolean isJvm() {
    return javaHome != null;
  }

  LambdaEnvironmentBuilder choose(LambdaEnvironmentBuilder builder) {
    return javaHome == null ? builder.runtime(name) : builder.javaHome(javaHome);
  }
}
