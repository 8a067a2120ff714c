package io.opentelemetry.lambda.emulator.internal.network;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Connects a port of this machine with the input and output of a process for each connection. */
final class PortRelay implements AutoCloseable {

  private final ServerSocket server;
  private final List<String> command;
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();

  static PortRelay start(List<String> command) {
    try {
      PortRelay relay =
          new PortRelay(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), command);
      start(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new EmulatorException("no port can be opened: " + e.getMessage(), e);
    }
  }

  private PortRelay(ServerSocket server, List<String> command) {
    this.server = server;
    this.command = List.copyOf(command);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (true) {
      try {
        connect(server.accept());
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    processes.add(process);
    if (server.isClosed()) {
      process.destroy();
    }
    start(() -> copy(client, process));
    start(() -> copy(process, client));
  }

  private static void copy(Socket client, Process process) {
    try (OutputStream out = process.getOutputStream()) {
      transfer(client.getInputStream(), out);
    } catch (IOException e) {
      // the one or the other has closed
    }
  }

  private void copy(Process process, Socket client) {
    try (client) {
      transfer(process.getInputStream(), client.getOutputStream());
    } catch (IOException e) {
      // the one or the other has closed
    } finally {
      process.destroy();
      processes.remove(process);
    }
  }

  /** Passes on what there is without waiting for more. */
  private static void transfer(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[8192];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      out.write(buffer, 0, length);
      out.flush();
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "port relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // it is closed then
    }
    processes.forEach(Process::destroy);
  }
}
