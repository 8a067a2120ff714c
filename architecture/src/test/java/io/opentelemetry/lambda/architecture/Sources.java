package io.opentelemetry.lambda.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java sources of all modules, as text. */
final class Sources {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+)");

  record Source(Path file, String text) {

    String packageName() {
      Matcher name = PACKAGE.matcher(text);
      return name.find() ? name.group(1) : "";
    }

    List<String> imports() {
      return IMPORT.matcher(text).results().map(found -> found.group(1)).toList();
    }

    String simpleName() {
      String name = file.getFileName().toString();
      return name.substring(0, name.length() - ".java".length());
    }
  }

  static List<Source> all() throws IOException {
    return read("/src/");
  }

  /** Those that are no tests. */
  static List<Source> main() throws IOException {
    return read("/src/main/");
  }

  private static List<Source> read(String folder) throws IOException {
    return MODULE
        .matcher(Files.readString(ROOT.resolve("pom.xml")))
        .results()
        .flatMap(module -> files(ROOT.resolve(module.group(1)).resolve("src")))
        .filter(file -> file.toString().contains(folder) && file.toString().endsWith(".java"))
        .map(Sources::read)
        .toList();
  }

  private static Stream<Path> files(Path sources) {
    if (!Files.exists(sources)) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(sources)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Source read(Path file) {
    try {
      return new Source(file, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Sources() {}
}
