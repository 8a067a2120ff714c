package io.opentelemetry.lambda.emulator.internal.http;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ports of the loopback address. */
public final class Ports {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** Says that somebody else listens at the port. */
  public static EmulatorException taken(int port, String name, Exception cause) {
    return new EmulatorException(
        "port " + port + " is taken, which the " + name + " needs: stop what listens there", cause);
  }

  /**
   * Holds a port that nobody is to be able to connect to, as soon as nobody listens there. Without
   * that, the system may give it to somebody else, or to the very client that tries to connect,
   * which then talks to itself.
   */
  public static Closeable hold(int port) {
    long start = System.nanoTime();
    while (true) {
      try {
        return bind(port);
      } catch (IOException e) {
        // a thread that waits for a connection lets the system listen a moment longer
        if (System.nanoTime() - start > PATIENCE_NANOS) {
          throw new EmulatorException("cannot hold port " + port + ": " + e, e);
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  private static Closeable bind(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private Ports() {}
}
