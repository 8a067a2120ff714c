package io.opentelemetry.lambda.emulator.internal.network;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace with a localhost of its own, kept by <a href="https://passt.top">pasta</a>:
 * ports of the machine's 127.0.0.1 can be reached at the same ports inside, and so can the network
 * outside.
 */
public final class NetworkNamespace implements AutoCloseable {

  /** The device that pasta makes an interface by. */
  private static final Path TUN = Path.of("/dev/net/tun");

  private static final int START_SECONDS = 20;

  private final Process pasta;
  private final String holder;
  private final boolean asRoot;
  private final List<PortRelay> relays = new ArrayList<>();

  /** Why this user cannot have one; null if nothing speaks against it. */
  public static @Nullable String refusal() {
    if (!isThere("pasta")) {
      return "pasta is not installed: apt-get install passt";
    }
    if (!isThere("nsenter") || !isThere("bash")) {
      return "nsenter or bash is not installed";
    }
    // without it, pasta would wait for ever
    return Files.isReadable(TUN) && Files.isWritable(TUN) ? null : "no permission for " + TUN;
  }

  private static boolean isThere(String program) {
    try {
      Process process =
          new ProcessBuilder(program, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor();
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Makes one, and waits until it can be used.
   *
   * @param folder of the environment, for what pasta says
   * @param asRoot whether this user may do all without a user namespace
   * @param port of the machine, which must listen, and is forwarded
   * @param others more ports of the machine that are forwarded, whether anybody listens or not
   * @throws EmulatorException if that is not possible, and why
   */
  public static NetworkNamespace start(Path folder, boolean asRoot, int port, Set<Integer> others) {
    Path messages = folder.resolve("pasta.log");
    Process pasta;
    try {
      pasta =
          new ProcessBuilder(command(asRoot, folder, port, others))
              .redirectError(messages.toFile())
              .start();
    } catch (IOException e) {
      throw new EmulatorException("setsid cannot be started: " + e.getMessage(), e);
    }
    try {
      String holder = awaitHolder(pasta, messages);
      NetworkNamespace namespace = new NetworkNamespace(pasta, holder, asRoot);
      namespace.check();
      return namespace;
    } catch (EmulatorException e) {
      pasta.destroyForcibly();
      throw e;
    }
  }

  private static List<String> command(boolean asRoot, Path folder, int port, Set<Integer> others) {
    List<String> command = new ArrayList<>(List.of("setsid", "pasta", "--foreground", "--quiet"));
    if (asRoot) {
      command.addAll(List.of("--runas", "0"));
    }
    // with IPv6, it would listen on ::1, too, for servers that listen on 127.0.0.1 only
    command.addAll(List.of("--ipv4-only", "--config-net"));
    command.addAll(List.of("--tcp-ports", "none", "--udp-ports", "none", "--udp-ns", "none"));
    String ports =
        others.stream()
            .filter(other -> other != port)
            .map(other -> "," + other)
            .collect(Collectors.joining("", Integer.toString(port), ""));
    command.addAll(List.of("--tcp-ns", ports));
    command.addAll(List.of("--", "sh", "-c", script("hold.sh"), "hold"));
    command.addAll(List.of(folder.toString(), String.format("%04X", port)));
    return command;
  }

  private static String awaitHolder(Process pasta, Path messages) {
    CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> firstLine(pasta));
    try {
      String holder = line.get(START_SECONDS, TimeUnit.SECONDS);
      if (!holder.isEmpty()) {
        return holder;
      }
      List<String> said = Files.readAllLines(messages);
      throw new EmulatorException(
          "pasta does not start" + (said.isEmpty() ? "" : ": " + said.get(said.size() - 1)));
    } catch (TimeoutException e) {
      throw new EmulatorException("pasta is not ready after " + START_SECONDS + " s", e);
    } catch (ExecutionException | IOException e) {
      throw new EmulatorException("pasta does not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorException("interrupted");
    }
  }

  /** The id of the process that holds the namespace; empty if pasta ends before. */
  private static String firstLine(Process pasta) {
    try {
      String line =
          new BufferedReader(new InputStreamReader(pasta.getInputStream(), UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private NetworkNamespace(Process pasta, String holder, boolean asRoot) {
    this.pasta = pasta;
    this.holder = holder;
    this.asRoot = asRoot;
  }

  private void check() {
    List<String> command = new ArrayList<>(enter());
    command.add("true");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new EmulatorException("the namespace cannot be entered: " + said);
      }
    } catch (IOException e) {
      throw new EmulatorException("the namespace cannot be entered: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorException("interrupted");
    }
  }

  /** The command before a command that is to run inside, as a user who may mount. */
  public List<String> enter() {
    String namespaces = "/proc/" + holder + "/ns/";
    List<String> command = new ArrayList<>(List.of("nsenter", "--net=" + namespaces + "net"));
    if (!asRoot) {
      command.addAll(List.of("--user=" + namespaces + "user", "--preserve-credentials"));
    }
    return command;
  }

  /** The resolv.conf that programs inside need in the place of the machine's, if they do. */
  public Optional<String> nameServers() {
    return Gateway.address().flatMap(NameServers::replacement);
  }

  /** A port of the machine that leads to a port of the localhost inside. */
  public synchronized int reach(int port) {
    List<String> command = new ArrayList<>(enter());
    command.addAll(List.of("bash", "-c", script("relay.sh"), "relay", Integer.toString(port)));
    PortRelay relay = PortRelay.start(command);
    relays.add(relay);
    return relay.port();
  }

  private static String script(String name) {
    try (InputStream in = NetworkNamespace.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build of the emulator lacks " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new EmulatorException("cannot read a script of the emulator's own: " + e, e);
    }
  }

  @Override
  public synchronized void close() {
    relays.forEach(PortRelay::close);
    try {
      // the end of its input is the end of the process that holds the namespace, and so of pasta
      pasta.getOutputStream().close();
      if (!pasta.waitFor(1, TimeUnit.SECONDS)) {
        pasta.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      // it has ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
