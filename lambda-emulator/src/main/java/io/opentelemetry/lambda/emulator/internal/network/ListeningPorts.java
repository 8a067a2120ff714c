package io.opentelemetry.lambda.emulator.internal.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The TCP ports of this machine at which a program listens on 127.0.0.1, as the kernel has them.
 */
public final class ListeningPorts {

  /** A socket in the state LISTEN, at 127.0.0.1, at any IPv4 address, or at any address. */
  private static final Pattern LISTENING =
      Pattern.compile(
          " *\\d+: (?:0100007F|0{8}|0{32}|0{16}FFFF00000100007F):(\\p{XDigit}{4}) [0:]+ 0A .*");

  public static Set<Integer> read() {
    return read(Path.of("/proc/net"));
  }

  static Set<Integer> read(Path folder) {
    Set<Integer> ports = new TreeSet<>();
    for (String table : new String[] {"tcp", "tcp6"}) {
      try {
        for (String line : Files.readAllLines(folder.resolve(table))) {
          Matcher listening = LISTENING.matcher(line);
          if (listening.matches()) {
            ports.add(Integer.parseInt(listening.group(1), 16));
          }
        }
      } catch (IOException e) {
        // a kernel without IPv6
      }
    }
    return ports;
  }

  private ListeningPorts() {}
}
