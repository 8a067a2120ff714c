package io.opentelemetry.lambda.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
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
public final class Programs {

  /** A function with a runtime of its own, which does what its events say. */
  public static LambdaEnvironmentBuilder function(Path temporary) {
    Path folder = temporary.resolve("function");
    write(folder.resolve("bootstrap"), read("bootstrap"));
    return LambdaEnvironment.builder()
        .function(folder, "the.Handler")
        .name("orders")
        .customRuntime()
        .timeout(Duration.ofSeconds(20));
  }

  /** A layer with external extensions of those names, all of one program. */
  public static Path layer(Path temporary, String program, String... names) {
    Path zip = temporary.resolve("layer-" + String.join("-", names) + ".zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      for (String name : names) {
        ZipArchiveEntry entry = new ZipArchiveEntry("extensions/" + name);
        entry.setUnixMode(UnixStat.FILE_FLAG | 0755);
        out.putArchiveEntry(entry);
        out.write(read(program).getBytes(UTF_8));
        out.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zip;
  }

  /** Writes a program that can be executed. */
  public static void write(Path file, String program) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, program);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String read(String program) {
    try (InputStream in = Programs.class.getResourceAsStream("/programs/" + program)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Programs() {}
}
