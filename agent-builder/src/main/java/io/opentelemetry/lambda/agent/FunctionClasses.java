package io.opentelemetry.lambda.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A function's classes and libraries, in whatever way they are packed: a folder or zip with {@code
 * lib/*.jar}, a jar with everything in it, a jar with jars in it such as Spring Boot's.
 */
final class FunctionClasses implements AutoCloseable {

  /** Where a jar of jars has the classes that are not in one of them. */
  private static final List<String> CLASSES = List.of("BOOT-INF/classes/", "WEB-INF/classes/");

  private final Path unpacked;
  private final List<URL> classPath = new ArrayList<>();
  private int archives;

  /**
   * Opens a function.
   *
   * @throws AgentBuilderException if it is none
   */
  static FunctionClasses open(Path function) {
    if (!Files.exists(function)) {
      throw new AgentBuilderException(function + ": there is no such function");
    }
    try {
      FunctionClasses code = new FunctionClasses(Files.createTempDirectory("function"));
      try {
        code.add(function);
      } catch (IOException e) {
        code.close();
        throw e;
      }
      return code;
    } catch (IOException e) {
      throw new AgentBuilderException(
          function + " is neither a folder nor a jar or zip: " + e.getMessage(), e);
    }
  }

  private FunctionClasses(Path unpacked) {
    this.unpacked = unpacked;
  }

  List<URL> classPath() {
    return classPath;
  }

  private void add(Path code) throws IOException {
    if (!Files.isDirectory(code)) {
      addArchive(code);
      return;
    }
    classPath.add(code.toUri().toURL());
    try (Stream<Path> files = Files.walk(code)) {
      for (Path jar : files.filter(FunctionClasses::isJar).sorted().toList()) {
        addArchive(jar);
      }
    }
  }

  private void addArchive(Path archive) throws IOException {
    classPath.add(archive.toUri().toURL());
    Path folder = unpacked.resolve(Integer.toString(archives++));
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        addNested(zip, entry, folder);
      }
    }
  }

  private void addNested(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
    String name = entry.getName();
    if (name.endsWith(".jar")) {
      addArchive(copy(zip, entry, folder.resolve(archives + ".jar")));
      return;
    }
    for (String classes : CLASSES) {
      if (name.startsWith(classes) && !entry.isDirectory()) {
        Path root = folder.resolve("classes");
        Path file = root.resolve(name.substring(classes.length())).normalize();
        if (file.startsWith(root)) {
          copy(zip, entry, file);
          addOnce(root.toUri().toURL());
        }
      }
    }
  }

  private void addOnce(URL url) {
    String text = url.toExternalForm();
    if (classPath.stream().noneMatch(known -> known.toExternalForm().equals(text))) {
      classPath.add(url);
    }
  }

  private static Path copy(ZipFile zip, ZipEntry entry, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, target);
    }
    return target;
  }

  private static boolean isJar(Path file) {
    return Files.isRegularFile(file) && file.getFileName().toString().endsWith(".jar");
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(unpacked)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
