package io.opentelemetry.lambda.benchmarks.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Describes the machine that a measurement was made on. */
public final class Machine {

  private static final String MODEL = "model name";

  /** The machine in one line, such as {@code 2 CPUs of Intel(R) Xeon(R) CPU, Linux 6.8.0}. */
  public static String describe() {
    return Runtime.getRuntime().availableProcessors()
        + " CPUs of "
        + cpuModel()
        + ", "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version");
  }

  private static String cpuModel() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /**
   * A JDK's version, such as {@code 17.0.15}.
   *
   * @throws IllegalArgumentException if it is no JDK
   */
  public static String jdkVersion(Path javaHome) {
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(javaHome.resolve("release"))) {
      release.load(in);
    } catch (IOException e) {
      throw new IllegalArgumentException(javaHome + " is no JDK: it has no file named release", e);
    }
    return release.getProperty("JAVA_VERSION", "?").replace("\"", "");
  }

  private Machine() {}
}
