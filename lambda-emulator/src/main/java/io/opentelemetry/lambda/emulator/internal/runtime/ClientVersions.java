package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The versions of AWS's runtime clients, which the build knows. */
final class ClientVersions {

  private static final Properties VERSIONS = read();

  static String get(String name) {
    String version = VERSIONS.getProperty(name);
    if (version == null) {
      throw new IllegalArgumentException("the build gives no version of " + name);
    }
    return version;
  }

  private static Properties read() {
    Properties versions = new Properties();
    try (InputStream in = Resources.open("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new EmulatorException("cannot read a file of the emulator's own: " + e, e);
    }
    return versions;
  }

  private ClientVersions() {}
}
