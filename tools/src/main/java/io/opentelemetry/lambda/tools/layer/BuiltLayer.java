package io.opentelemetry.lambda.tools.layer;

import io.opentelemetry.lambda.tools.Project;
import java.nio.file.Path;
import java.util.List;

/** A layer of this project: how it is called, where its zip lies, and what it goes with. */
public enum BuiltLayer {
  WRAPPER(
      "wrapper",
      "opentelemetry-java-wrapper",
      "wrapper-layer/target/opentelemetry-java-wrapper-layer.zip",
      "OpenTelemetry for Java functions",
      Names.JAVA,
      Names.BOTH),
  JAVAAGENT(
      "javaagent",
      "opentelemetry-javaagent",
      "javaagent-layer/target/opentelemetry-javaagent-layer.zip",
      "OpenTelemetry for Java functions, by the Java agent",
      Names.JAVA,
      Names.BOTH),
  PYTHON(
      "python",
      "opentelemetry-python",
      "python-layer/target/opentelemetry-python-layer.zip",
      "OpenTelemetry for Python functions",
      "python3.9 python3.10 python3.11 python3.12 python3.13 python3.14",
      Names.BOTH),
  NODEJS(
      "nodejs",
      "opentelemetry-nodejs",
      "nodejs-layer/target/opentelemetry-nodejs-layer.zip",
      "OpenTelemetry for Node.js functions",
      "nodejs20.x nodejs22.x nodejs24.x",
      Names.BOTH),
  RUBY(
      "ruby",
      "opentelemetry-ruby",
      "ruby-layer/target/opentelemetry-ruby-layer.zip",
      "OpenTelemetry for Ruby functions",
      "ruby3.2 ruby3.3 ruby3.4",
      Names.BOTH),
  COLLECTOR_AMD64(
      "collector-amd64",
      "opentelemetry-collector-amd64",
      "collector-layer/target/opentelemetry-collector-layer-amd64.zip",
      "OpenTelemetry Collector",
      "",
      "x86_64"),
  COLLECTOR_ARM64(
      "collector-arm64",
      "opentelemetry-collector-arm64",
      "collector-layer/target/opentelemetry-collector-layer-arm64.zip",
      "OpenTelemetry Collector",
      "",
      "arm64");

  private static final String COLLECTOR = "collector";

  private final String word;
  private final String publishedName;
  private final String zip;
  private final String description;
  private final String runtimes;
  private final String architectures;

  BuiltLayer(
      String word,
      String publishedName,
      String zip,
      String description,
      String runtimes,
      String architectures) {
    this.word = word;
    this.publishedName = publishedName;
    this.zip = zip;
    this.description = description;
    this.runtimes = runtimes;
    this.architectures = architectures;
  }

  /** Gets the word by which the {@code run.sh} files name the layer. */
  public String word() {
    return word;
  }

  /** Gets the name that it is published by, where no other is asked for. */
  public String publishedName() {
    return publishedName;
  }

  /** Gets the name that it is published by under a user's own name. */
  public String publishedAs(String name) {
    return isCollector() ? name + word.substring(COLLECTOR.length()) : name;
  }

  public Path zip() {
    return Project.file(zip);
  }

  public String description() {
    return description;
  }

  /** Gets the runtimes that it is for; none means any. */
  public List<String> runtimes() {
    return runtimes.isEmpty() ? List.of() : List.of(runtimes.split(" ", -1));
  }

  public List<String> architectures() {
    return List.of(architectures.split(" ", -1));
  }

  /** Finds the layer of a runtime that a sample is deployed with by default. */
  public static BuiltLayer ofRuntime(String runtime) {
    if (runtime.startsWith("python")) {
      return PYTHON;
    }
    if (runtime.startsWith("ruby")) {
      return RUBY;
    }
    if (instrumentsItself(runtime)) {
      return COLLECTOR_AMD64;
    }
    return runtime.startsWith("nodejs") ? NODEJS : WRAPPER;
  }

  /** Tells the runtimes whose functions have their instrumentation in themselves. */
  public static boolean instrumentsItself(String runtime) {
    return runtime.startsWith("provided");
  }

  /** Tells the layers that trace nothing by themselves. */
  public boolean isCollector() {
    return word.startsWith(COLLECTOR);
  }

  @Override
  public String toString() {
    return word;
  }

  private static final class Names {
    static final String JAVA = "java8.al2 java11 java17 java21 java25";
    static final String BOTH = "x86_64 arm64";
  }
}
