package io.opentelemetry.lambda.emulator.internal.sandbox;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A layer's package that is not zipped yet. */
final class Folder {

  /**
   * Copies the content over what is there, with its modes; a link becomes what it leads to, as it
   * does in a zip.
   *
   * @throws EmulatorException if it has no files, something in it cannot be read, or an earlier
   *     layer has put a link where this one has a folder
   */
  static void copy(Path folder, Path target, UnpackedSize size) {
    try {
      List<Path> files = list(folder);
      if (files.stream().allMatch(Files::isDirectory)) {
        throw new EmulatorException("the layer " + folder + " has no files, which Lambda refuses");
      }
      for (Path file : files) {
        copyFile(file, target.resolve(folder.relativize(file)), size);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new EmulatorException("the layer " + folder + " cannot be copied: " + e, e);
    }
  }

  /** Adds the files of a function that is used as it lies there. */
  static void measure(Path folder, UnpackedSize size) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> Files.isRegularFile(each, NOFOLLOW_LINKS)).toList()) {
        size.add(Files.size(file));
      }
    } catch (IOException | UncheckedIOException e) {
      throw new EmulatorException("the function " + folder + " cannot be read: " + e, e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return files.toList();
    }
  }

  private static void copyFile(Path file, Path target, UnpackedSize size) throws IOException {
    if (Files.isRegularFile(file)) {
      size.add(Files.size(file));
      Files.copy(
          file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      return;
    }
    if (!Files.isDirectory(file)) {
      throw new EmulatorException("the layer has what is no file and no folder: " + file);
    }
    if (Files.isSymbolicLink(target)) {
      throw new EmulatorException(file + " is a folder, but a link in an earlier layer");
    }
    Files.createDirectories(target);
  }

  private Folder() {}
}
