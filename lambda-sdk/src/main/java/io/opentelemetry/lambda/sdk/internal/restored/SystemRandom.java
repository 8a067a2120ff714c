package io.opentelemetry.lambda.sdk.internal.restored;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.SecureRandom;

/**
 * Random numbers of the operating system, none of which has been fetched ahead: a generator in this
 * process, a secure one with a buffer too, would be copied with a snapshot of it.
 */
final class SystemRandom {

  static long nextLong() {
    try (InputStream device = Files.newInputStream(Paths.get("/dev/urandom"))) {
      return new DataInputStream(device).readLong();
    } catch (IOException e) {
      return new SecureRandom().nextLong();
    }
  }

  private SystemRandom() {}
}
