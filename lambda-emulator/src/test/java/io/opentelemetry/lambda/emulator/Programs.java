package io.opentelemetry.lambda.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** The runtime and the extensions of these tests: programs that talk to the APIs by the wire. */
final class Programs {

  /** A function with a runtime of its own, which does what its events say. */
  static LambdaEnvironment.Builder function(Path temporary) {
    try {
      Path folder = Files.createDirectories(temporary.resolve("function"));
      Path bootstrap = folder.resolve("bootstrap");
      Files.write(bootstrap, read("bootstrap"));
      Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
      return LambdaEnvironment.builder()
          .code(folder)
          .handler("the.Handler")
          .name("orders")
          .customRuntime()
          .timeout(Duration.ofSeconds(20));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A layer with external extensions of those names, all of one program. */
  static Path layer(Path temporary, String program, String... names) {
    Path zip = temporary.resolve("layer-" + String.join("-", names) + ".zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      for (String name : names) {
        ZipArchiveEntry entry = new ZipArchiveEntry("extensions/" + name);
        entry.setUnixMode(UnixStat.FILE_FLAG | 0755);
        out.putArchiveEntry(entry);
        out.write(read(program));
        out.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zip;
  }

  private static byte[] read(String program) throws IOException {
    try (InputStream in = Programs.class.getResourceAsStream("/programs/" + program)) {
      return in.readAllBytes();
    }
  }

  private Programs() {}
}
