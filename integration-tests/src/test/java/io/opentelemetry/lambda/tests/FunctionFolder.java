package io.opentelemetry.lambda.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The functions of these tests with libraries of their own, as a function's zip has them. */
public final class FunctionFolder {

  private static final Path TARGET = Layer.ROOT.resolve("integration-tests/target");

  /**
   * Puts the functions' classes into the folder, and jars into its {@code lib}.
   *
   * @param libraries folders of {@code target/libraries}, which the build fills
   */
  public static Path create(Path folder, List<String> libraries) {
    try {
      copyAll(TARGET.resolve("classes/functions"), folder.resolve("functions"));
      for (String library : libraries) {
        copyAll(TARGET.resolve("libraries").resolve(library), folder.resolve("lib"));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private FunctionFolder() {}
}
