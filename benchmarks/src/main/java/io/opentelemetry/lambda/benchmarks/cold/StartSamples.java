package io.opentelemetry.lambda.benchmarks.cold;

import io.opentelemetry.lambda.benchmarks.environment.BenchmarkException;
import io.opentelemetry.lambda.benchmarks.environment.Figures;
import io.opentelemetry.lambda.emulator.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Samples of a flight recording: what Java code did in a start. Time in the JVM itself is not in
 * them.
 *
 * @param byWork by what the JDK is asked to do
 * @param byAccount by the package that asks for it
 */
record StartSamples(int total, Map<String, Counts> byWork, Map<String, Counts> byAccount) {

  private static final String EXECUTION_SAMPLE = "jdk.ExecutionSample";
  private static final String OTHER = "other";

  private static final Map<String, String> WORK =
      Map.ofEntries(
          Map.entry("java.lang.ClassLoader.defineClass", "defining classes"),
          Map.entry("java.lang.instrument.", "transforming classes"),
          Map.entry("sun.instrument.", "transforming classes"),
          Map.entry("net.bytebuddy.", "transforming classes"),
          Map.entry("java.util.zip.", "reading jars"),
          Map.entry("java.util.jar.", "reading jars"),
          Map.entry("java.lang.ClassLoader.", "looking for classes"),
          Map.entry("java.net.URLClassLoader.", "looking for classes"),
          Map.entry("jdk.internal.loader.", "looking for classes"),
          Map.entry("java.lang.invoke.", "lambdas and method handles"),
          Map.entry("java.util.ServiceLoader", "looking for services"),
          Map.entry("java.util.regex.", "regular expressions"),
          Map.entry("java.util.logging.", "logging"),
          Map.entry("sun.security.", "cryptography"),
          Map.entry("java.net.", "networking"),
          Map.entry("sun.nio.ch.", "networking"));

  /** How many samples were taken in the init, and in the first invocation. */
  record Counts(int init, int first) {

    static final Counts IN_INIT = new Counts(1, 0);
    static final Counts IN_FIRST = new Counts(0, 1);

    int total() {
      return init + first;
    }

    Counts plus(Counts other) {
      return new Counts(init + other.init, first + other.first);
    }
  }

  /**
   * Reads a recording.
   *
   * @param phases the environment's, with its first invocation
   */
  static StartSamples read(Path recording, List<Phase> phases) {
    Instant delivered =
        phases.stream()
            .filter(phase -> phase.kind() == Phase.Kind.INVOCATION)
            .map(Phase::start)
            .findFirst()
            .orElse(Instant.MAX);
    StartSamples samples = new StartSamples(0, new TreeMap<>(), new TreeMap<>());
    int total = 0;
    try (RecordingFile file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        RecordedEvent event = file.readEvent();
        if (event.getEventType().getName().equals(EXECUTION_SAMPLE)
            && event.getStackTrace() != null) {
          Counts one = event.getStartTime().isBefore(delivered) ? Counts.IN_INIT : Counts.IN_FIRST;
          samples.count(event.getStackTrace().getFrames(), one);
          total++;
        }
      }
    } catch (IOException e) {
      throw new BenchmarkException(
          "the JVM has not written its recording " + recording + ": " + e.getMessage(), e);
    }
    return new StartSamples(total, samples.byWork, samples.byAccount);
  }

  private void count(List<RecordedFrame> frames, Counts one) {
    List<String> methods = frames.stream().map(StartSamples::method).toList();
    byWork.merge(work(methods), one, Counts::plus);
    byAccount.merge(account(methods), one, Counts::plus);
  }

  private static String method(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  /** The innermost thing in the stack that has a name here; the more exact name wins. */
  static String work(List<String> methods) {
    return methods.stream()
        .flatMap(
            method ->
                WORK.keySet().stream()
                    .filter(method::startsWith)
                    .max(Comparator.comparingInt(String::length))
                    .stream())
        .findFirst()
        .map(WORK::get)
        .orElse(OTHER);
  }

  /** The package of the innermost method that is not the JDK's. */
  static String account(List<String> methods) {
    return methods.stream()
        .filter(method -> !Packages.isOfTheJdk(method))
        .findFirst()
        .map(method -> Packages.group(method.substring(0, method.lastIndexOf('.'))))
        .orElse("the JDK");
  }

  /** A part of all samples. */
  String percent(int count) {
    return Figures.of(total == 0 ? 0 : 100.0 * count / total, 1);
  }
}
