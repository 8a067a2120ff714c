package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;

/** The files that lie beside these classes. */
final class Resources {

  static void copy(String name, Path target) {
    try (InputStream in = open(name)) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Tells one content of a file from another, in eight digits. */
  static String digest(String name) {
    CRC32 crc = new CRC32();
    try (InputStream in = open(name)) {
      crc.update(in.readAllBytes());
    } catch (IOException e) {
      throw failed(e);
    }
    return String.format("%08x", crc.getValue());
  }

  static InputStream open(String name) {
    InputStream in = Resources.class.getResourceAsStream(name);
    if (in == null) {
      throw new IllegalStateException("this build of the emulator lacks " + name);
    }
    return in;
  }

  private static EmulatorException failed(IOException e) {
    return new EmulatorException("cannot read a file of the emulator's own: " + e, e);
  }

  private Resources() {}
}
