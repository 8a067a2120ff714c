package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder in which this user keeps what had to be fetched, for all emulators to come. */
final class Cache {

  // of this JVM, as a file's lock is the whole JVM's
  private static final Object LOCK = new Object();

  private final Path folder;
  private final Consumer<String> notices;

  /**
   * Makes a cache of a folder, which need not exist.
   *
   * @param notices takes a line for each thing that has to be fetched
   */
  Cache(Path folder, Consumer<String> notices) {
    this.folder = folder;
    this.notices = notices;
  }

  /** Tells whether an entry has been made. */
  boolean has(String entry) {
    return Files.isDirectory(folder(entry));
  }

  Path folder(String entry) {
    return folder.resolve(entry);
  }

  /**
   * The folder of an entry, which is made once.
   *
   * @param notice what has to be fetched, or null
   * @param maker fills an empty folder
   */
  Path get(String entry, @Nullable String notice, Consumer<Path> maker) {
    Path target = folder.resolve(entry);
    if (Files.isDirectory(target)) {
      return target;
    }
    synchronized (LOCK) {
      try {
        Files.createDirectories(target.getParent());
        // another emulator may want the same
        try (FileChannel channel =
                FileChannel.open(
                    folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (!Files.isDirectory(target)) {
            if (notice != null) {
              notices.accept(notice + ", once, into " + folder);
            }
            make(target, maker);
          }
        }
      } catch (IOException e) {
        throw unusable(e);
      }
    }
    return target;
  }

  /** A folder that has nothing, to be laid over others. */
  Path emptyFolder() {
    Path empty = folder.resolve("empty");
    try {
      return Files.createDirectories(empty);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static void make(Path target, Consumer<Path> maker) throws IOException {
    Path partial = Files.createTempDirectory(target.getParent(), "partial-");
    try {
      maker.accept(partial);
      Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(partial, target);
    } finally {
      delete(partial);
    }
  }

  private EmulatorException unusable(IOException e) {
    return new EmulatorException(
        "cannot use the cache " + folder + "; " + HostEnvironment.CACHE + " names another: " + e,
        e);
  }

  static void createFolder(Path folder) {
    run(() -> Files.createDirectories(folder));
  }

  static void write(Path file, String text) {
    run(
        () -> {
          Files.createDirectories(file.getParent());
          Files.writeString(file, text);
        });
  }

  static void move(Path file, Path target) {
    run(() -> Files.move(file, target));
  }

  /** Copies the files of a folder that has no folders. */
  static void copy(Path source, Path target) {
    run(
        () -> {
          Files.createDirectories(target);
          try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
              Files.copy(file, target.resolve(file.getFileName()));
            }
          }
        });
  }

  static void delete(Path partial) {
    if (!Files.exists(partial)) {
      return;
    }
    run(
        () -> {
          try (Stream<Path> files = Files.walk(partial)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
              Files.delete(file);
            }
          }
        });
  }

  private static void run(FileAction action) {
    try {
      action.run();
    } catch (IOException e) {
      throw new EmulatorException("cannot write into the cache: " + e, e);
    }
  }

  private interface FileAction {
    void run() throws IOException;
  }
}
