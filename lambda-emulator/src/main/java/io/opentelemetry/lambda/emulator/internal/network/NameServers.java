package io.opentelemetry.lambda.emulator.internal.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds name servers that can be reached from another network namespace. */
final class NameServers {

  /** Where systemd-resolved has the servers that it asks itself. */
  private static final Path BEHIND_THE_STUB = Path.of("/run/systemd/resolve/resolv.conf");

  /**
   * The resolv.conf to use instead of the machine's; empty if the machine's will do.
   *
   * @param gateway the address that leads to the machine's localhost
   */
  static Optional<String> replacement(String gateway) {
    return replacement(Path.of("/etc/resolv.conf"), BEHIND_THE_STUB, gateway);
  }

  static Optional<String> replacement(Path machine, Path behindTheStub, String gateway) {
    List<String> lines = lines(machine);
    if (lines.stream().noneMatch(NameServers::isOfLoopback)) {
      return Optional.empty();
    }
    List<String> servers = lines(behindTheStub);
    return Optional.of(
        (servers.isEmpty() ? lines : servers)
            .stream()
                .map(line -> isOfLoopback(line) ? "nameserver " + gateway : line)
                .collect(Collectors.joining("\n", "", "\n")));
  }

  private static boolean isOfLoopback(String line) {
    return line.matches("\\s*nameserver\\s+(127\\.\\S+|::1)\\s*");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }

  private NameServers() {}
}
