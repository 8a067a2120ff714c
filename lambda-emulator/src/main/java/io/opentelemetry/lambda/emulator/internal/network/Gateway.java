package io.opentelemetry.lambda.emulator.internal.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The default gateway, whose address leads to the machine's localhost from inside. */
final class Gateway {

  private static final String DEFAULT_ROUTE = "00000000";

  static Optional<String> address() {
    try {
      return Files.readAllLines(Path.of("/proc/net/route")).stream()
          .map(line -> line.split("\t"))
          .filter(fields -> fields.length > 2 && fields[1].equals(DEFAULT_ROUTE))
          .map(fields -> dotted(Long.parseLong(fields[2], 16)))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The kernel has the first byte last. */
  private static String dotted(long address) {
    return String.format(
        "%d.%d.%d.%d",
        address & 0xff, address >> 8 & 0xff, address >> 16 & 0xff, address >> 24 & 0xff);
  }

  private Gateway() {}
}
