package io.opentelemetry.lambda.emulator.internal.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.io.InputStream;

/** The shell scripts that lie beside this class. */
final class Script {

  static String read(String name) {
    try (InputStream in = Script.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build of the emulator lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new EmulatorException("cannot read a script of the emulator's own: " + e, e);
    }
  }

  private Script() {}
}
