package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.agent.AgentBuilderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Starts {@link Capture} in a JVM of its own, and reads what it has found. */
final class CapturingJvm implements AutoCloseable {

  /**
   * A function as a Java loads it.
   *
   * @param classNames those that are looked at, with slashes
   */
  record View(List<Path> classPath, Collection<String> classNames) {}

  private final Path folder;

  CapturingJvm() throws IOException {
    folder = Files.createTempDirectory("instrument");
  }

  /** A folder that is there as long as this is open. */
  Path folder() {
    return folder;
  }

  /**
   * Lets the agent change classes.
   *
   * @param views the function as releases of Java see it
   * @param modules the agent's that are switched on
   * @param switches the names by which all others are switched off
   * @return a line for each class that this JVM is too old for
   */
  List<String> capture(
      Path agent, List<View> views, Collection<String> modules, Collection<String> switches) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-javaagent:" + agent.toAbsolutePath(),
                "-Dotel.javaagent.logging=none",
                "-Dotel.traces.exporter=none",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none"));
    for (String name : switches) {
      options.add("-Dotel.instrumentation." + name + ".enabled=false");
    }
    return run("capture", options, views, modules).stream().flatMap(List::stream).toList();
  }

  /** Links classes without the agent; for each view, a line for each class that can't be. */
  List<List<String>> link(List<View> views) {
    return run("link", List.of("-Xverify:all"), views, List.of());
  }

  private List<List<String>> run(
      String task, List<String> options, List<View> views, Collection<String> modules) {
    try {
      for (int i = 0; i < views.size(); i++) {
        List<String> urls = new ArrayList<>();
        for (Path each : views.get(i).classPath()) {
          urls.add(each.toUri().toURL().toString());
        }
        Files.write(folder.resolve(Capture.CLASS_PATH + "." + i), urls);
        Files.write(folder.resolve(Capture.CLASSES + "." + i), views.get(i).classNames());
      }
      Files.write(folder.resolve(Capture.MODULES), modules);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // it ends before C2's code would pay
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      command.addAll(options);
      Path jar = captureJar();
      command.add("-javaagent:" + jar);
      command.addAll(List.of("-cp", jar.toString(), Capture.class.getName()));
      command.addAll(List.of(folder.toString(), task, String.valueOf(views.size())));
      start(command);
      List<List<String>> faults = new ArrayList<>();
      for (int i = 0; i < views.size(); i++) {
        faults.add(Files.readAllLines(folder.resolve(Capture.FAULTS + "." + i)));
      }
      return faults;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void start(List<String> command) throws IOException {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // which would set up the agent in another way
    builder.environment().keySet().removeIf(CapturingJvm::isSetting);
    Process process = builder.start();
    try {
      int status = process.waitFor();
      String text = Files.readString(output, UTF_8);
      if (status == Capture.OTHER_AGENT) {
        throw new AgentBuilderException(
            "this release of the agent can't be used at build time: "
                + text.strip().lines().reduce("", (line, next) -> next));
      }
      if (status != 0) {
        throw new IllegalStateException(text);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean isSetting(String variable) {
    return variable.startsWith("OTEL_") || variable.equals("JAVA_TOOL_OPTIONS");
  }

  /** A jar that has nothing, but makes the JVM take this program's classes for an agent's. */
  private Path captureJar() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", Capture.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Capture.class.getProtectionDomain().getCodeSource().getLocation().toString());
    Path jar = folder.resolve("capture.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  /** The names of the classes that the agent puts into the function's class loader. */
  List<String> helpers() throws IOException {
    return Files.readAllLines(folder.resolve(Capture.HELPERS));
  }

  /** The files of the agent's that the function gets to see: {@link HelperResources} reads them. */
  List<String> resources() throws IOException {
    return Files.readAllLines(folder.resolve(Capture.RESOURCES));
  }

  /** The classes that the agent has changed in a view, by their names with slashes. */
  SortedMap<String, byte[]> changed(int view) throws IOException {
    return classes(Capture.CHANGED + "." + view);
  }

  /** The classes that the agent has generated, by their names with slashes. */
  SortedMap<String, byte[]> generated() throws IOException {
    return classes(Capture.GENERATED);
  }

  private SortedMap<String, byte[]> classes(String name) throws IOException {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    Path root = folder.resolve(name);
    if (Files.isDirectory(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String path = root.relativize(file).toString();
          classes.put(
              path.substring(0, path.length() - ".class".length()), Files.readAllBytes(file));
        }
      }
    }
    return classes;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
