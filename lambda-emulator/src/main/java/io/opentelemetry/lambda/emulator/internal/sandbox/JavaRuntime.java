package io.opentelemetry.lambda.emulator.internal.sandbox;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** One of Lambda's managed Java runtimes: a JDK, and the flags with which Lambda starts it. */
public final class JavaRuntime {

  private static final String MAIN_CLASS =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
  private static final int HEAP_PERCENT = 85;

  private final int version;

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
      return new JavaRuntime(Integer.parseInt(parts[parts[0].equals("1") ? 1 : 0]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new EmulatorException(
          javaHome + " is no JDK: its file named release has no JAVA_VERSION", e);
    }
  }

  private JavaRuntime(int version) {
    this.version = version;
  }

  /** The runtime's name as Lambda has it, such as {@code java21}. */
  public String name() {
    return version == 8 ? "java8.al2" : "java" + version;
  }

  /** The command line that starts the runtime, the handler last. */
  public List<String> command(int memoryMb, String handler) {
    List<String> command = new ArrayList<>();
    command.add("/var/lang/bin/java");
    command.add("-XX:MaxHeapSize=" + memoryMb * 1024L * HEAP_PERCENT / 100 + "k");
    command.add("-XX:+UseSerialGC");
    if (version == 11) {
      command.add("-XX:-TieredCompilation");
    } else if (version >= 17) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    if (version >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-classpath");
    command.add(Sandbox.runtimeClassPath());
    command.add(MAIN_CLASS);
    command.add(handler);
    return command;
  }
}
