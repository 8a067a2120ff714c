package io.opentelemetry.lambda.emulator.internal.sandbox;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** One of Lambda's managed Java runtimes: a JDK, and the flags with which Lambda starts it. */
public final class JavaRuntime {

  private static final String MAIN_CLASS =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final int HEAP_PERCENT = 85;

  private static final Map<String, Integer> VERSIONS =
      new TreeMap<>(Map.of("java8.al2", 8, "java11", 11, "java17", 17, "java21", 21, "java25", 25));

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
    return new JavaRuntime(name, version, of(javaHome).jdkVersion);
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
      return new JavaRuntime(jdk == 8 ? "java8.al2" : "java" + jdk, jdk, jdk);
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new EmulatorException(
          javaHome + " is no JDK: its file named release has no JAVA_VERSION", e);
    }
  }

  private JavaRuntime(String name, int version, int jdkVersion) {
    this.name = name;
    this.version = version;
    this.jdkVersion = jdkVersion;
  }

  /** The runtime's name as Lambda has it, such as {@code java21}. */
  public String name() {
    return name;
  }

  /**
   * The command line that starts the runtime, the handler last.
   *
   * @param initializedAhead whether the environment is initialized before it is needed: then Java
   *     25 compiles as well as it can
   */
  public List<String> command(int memoryMb, String handler, boolean initializedAhead) {
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
    command.add(Sandbox.runtimeClassPath());
    command.add(MAIN_CLASS);
    command.add(handler);
    return command;
  }
}
