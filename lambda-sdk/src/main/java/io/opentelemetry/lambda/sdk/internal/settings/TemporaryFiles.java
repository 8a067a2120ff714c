package io.opentelemetry.lambda.sdk.internal.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Files that are there only until the SDK has read them. */
public final class TemporaryFiles {

  private static final Queue<Path> FILES = new ConcurrentLinkedQueue<>();

  /** Writes a file that nobody else may read. */
  static Path write(byte[] content) throws IOException {
    Path file = Files.createTempFile("otel", null);
    FILES.add(file);
    return Files.write(file, content);
  }

  public static void delete() {
    for (Path file = FILES.poll(); file != null; file = FILES.poll()) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        file.toFile().deleteOnExit();
      }
    }
  }

  private TemporaryFiles() {}
}
