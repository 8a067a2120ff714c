package io.opentelemetry.lambda.benchmarks.cold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** How large a layer is, in bytes: its zip, and what Lambda counts, the files in it. */
public record LayerSize(long zipped, long unzipped) {

  /**
   * Reads the zip's directory.
   *
   * @param zip null for no layer
   */
  static LayerSize of(@Nullable Path zip) {
    if (zip == null) {
      return new LayerSize(0, 0);
    }
    try (ZipFile file = new ZipFile(zip.toFile())) {
      return new LayerSize(Files.size(zip), file.stream().mapToLong(ZipEntry::getSize).sum());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
