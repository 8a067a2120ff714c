package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.sandbox.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** One of Lambda's managed Java runtimes: a JDK, and the flags with which Lambda starts it. */
public final class JavaRuntime implements FunctionRuntime {

  private static final String MAIN_CLASS =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final int HEAP_PERCENT = 85;

  private static final Map<String, Integer> VERSIONS =
      new TreeMap<>(Map.of("java8.al2", 8, "java11", 11, "java17", 17, "java21", 21, "java25", 25));

  private static final List<String> CLIENT_JARS =
      List.of(
          "aws-lambda-java-core.jar",
          "aws-lambda-java-runtime-interface-client.jar",
          "aws-lambda-java-serialization.jar",
          "utils-lite.jar");

  /** As in an image: the same in each environment, since archives of classes go by it. */
  private static final FileTime CLIENT_TIME = FileTime.from(Instant.parse("2025-01-01T00:00:00Z"));

  private final Path javaHome;
  private final String name;
  private final int version;
  private final int jdkVersion;

  /**
   * A runtime by its name, on a JDK that need not be of its version.
   *
   * @throws EmulatorException if there is no such runtime, or it is no JDK or JRE
   */
  public static JavaRuntime of(Path javaHome, String name) {
    Integer version = VERSIONS.get(name);
    if (version == null) {
      throw new EmulatorException(
          "there is no runtime " + name + ": there are " + VERSIONS.keySet());
    }
    return new JavaRuntime(javaHome, name, version, of(javaHome).jdkVersion);
  }

  /**
   * Finds out which runtime a JDK stands for.
   *
   * @throws EmulatorException if it is no JDK or JRE
   */
  public static JavaRuntime of(Path javaHome) {
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(javaHome.resolve("release"))) {
      release.load(in);
    } catch (IOException e) {
      throw new EmulatorException(javaHome + " is no JDK: it has no file named release", e);
    }
    String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
    String[] parts = version.split("[.+_-]", 3);
    try {
      // Java 8 calls itself 1.8
      int jdk = Integer.parseInt(parts[parts[0].equals("1") ? 1 : 0]);
      return new JavaRuntime(javaHome, jdk == 8 ? "java8.al2" : "java" + jdk, jdk, jdk);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new EmulatorException(
          javaHome + " is no JDK: its file named release has no JAVA_VERSION", e);
    }
  }

  private JavaRuntime(Path javaHome, String name, int version, int jdkVersion) {
    this.javaHome = javaHome;
    this.name = name;
    this.version = version;
    this.jdkVersion = jdkVersion;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> command(StartSettings function) {
    return command(function.memoryMb(), function.handler(), function.initializedAhead());
  }

  /**
   * The command line that starts the runtime, the handler last.
   *
   * @param initializedAhead whether the environment is initialized before it is needed: then Java
   *     25 compiles as well as it can
   */
  List<String> command(int memoryMb, String handler, boolean initializedAhead) {
    List<String> command = new ArrayList<>();
    command.add("/var/lang/bin/java");
    command.add("-XX:MaxHeapSize=" + memoryMb * 1024L * HEAP_PERCENT / 100 + "k");
    command.add("-XX:+UseSerialGC");
    if (version == 11) {
      command.add("-XX:-TieredCompilation");
    } else if (version >= 17 && !(version >= 25 && initializedAhead)) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    if (jdkVersion >= 24) {
      // the runtime's client loads a library of its own
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-classpath");
    command.add(
        String.join(":", CLIENT_JARS.stream().map(jar -> "/var/runtime/lib/" + jar).toList()));
    command.add(MAIN_CLASS);
    command.add(handler);
    return command;
  }

  @Override
  public Map<String, String> variables() {
    return Map.of();
  }

  @Override
  public List<Mount> mounts(StartSettings function) {
    return List.of(new Mount(javaHome, "/var/lang"));
  }

  @Override
  public void writeFiles(Path var) {
    Path folder = var.resolve("runtime/lib");
    try {
      Files.createDirectories(folder);
      for (String jar : CLIENT_JARS) {
        Resources.copy("java/" + jar, folder.resolve(jar));
        Files.setLastModifiedTime(folder.resolve(jar), CLIENT_TIME);
      }
    } catch (IOException e) {
      throw new EmulatorException("cannot lay out the environment's files: " + e, e);
    }
  }
}
