package io.opentelemetry.lambda.benchmarks.cold;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** How large layers are together, in bytes: the zips, and what Lambda counts, the files in them. */
public record LayerSize(long zipped, long unzipped) {

  /** Reads the zips' directories. */
  static LayerSize of(List<Path> zips) {
    return zips.stream()
        .map(LayerSize::of)
        .reduce(
            new LayerSize(0, 0),
            (a, b) -> new LayerSize(a.zipped + b.zipped, a.unzipped + b.unzipped));
  }

  private static LayerSize of(Path zip) {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      return new LayerSize(Files.size(zip), file.stream().mapToLong(ZipEntry::getSize).sum());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
