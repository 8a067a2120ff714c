package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.Localhost;
import io.opentelemetry.lambda.emulator.internal.network.ListeningPorts;
import io.opentelemetry.lambda.emulator.internal.network.NetworkNamespace;
import io.opentelemetry.lambda.emulator.internal.sandbox.Sandbox;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The network that an environment's programs see: this machine's, but perhaps for localhost. */
final class EnvironmentNetwork implements AutoCloseable {

  /** Where a Collector listens: the function does not mean the machine's. */
  private static final Set<Integer> OF_COLLECTORS = Set.of(4317, 4318);

  private final Localhost localhost;
  private final Sandbox sandbox;
  private final int apiPort;
  private final Set<Integer> given;

  private @Nullable NetworkNamespace namespace;
  private String description = "";
  private boolean open;

  /**
   * Describes a network, which is made by {@link #open}.
   *
   * @param apiPort where the emulator serves Lambda's APIs
   * @param given other ports of the machine that are to be reached inside
   */
  EnvironmentNetwork(Localhost localhost, Sandbox sandbox, int apiPort, Set<Integer> given) {
    this.localhost = localhost;
    this.sandbox = sandbox;
    this.apiPort = apiPort;
    this.given = given;
  }

  /**
   * Makes it, before the first program starts.
   *
   * @throws EmulatorException if a localhost of its own is demanded, and cannot be had
   */
  synchronized void open() {
    if (open) {
      return;
    }
    open = true;
    boolean wanted =
        localhost == Localhost.OWN
            || (localhost == Localhost.AUTO && !sandbox.extensions().isEmpty());
    if (wanted) {
      isolate();
    }
  }

  private void isolate() {
    String refusal = NetworkNamespace.refusal();
    try {
      if (refusal == null) {
        namespace = sandbox.isolate(apiPort, forwarded());
        description = "; localhost of its own by pasta";
        return;
      }
    } catch (EmulatorException e) {
      refusal = e.getMessage();
    }
    if (localhost == Localhost.OWN) {
      throw new EmulatorException("no localhost of its own: " + refusal);
    }
    description = "; the machine's localhost, shared (" + refusal + ")";
  }

  private Set<Integer> forwarded() {
    Set<Integer> ports = new TreeSet<>(ListeningPorts.read());
    ports.removeAll(OF_COLLECTORS);
    ports.addAll(given);
    return ports;
  }

  /** A port of the machine that leads to a port of the environment's localhost. */
  synchronized int reach(int port) {
    return namespace == null ? port : namespace.reach(port);
  }

  /** Describes the localhost, to follow another text; empty where nobody could mean another. */
  synchronized String describe() {
    return description;
  }

  @Override
  public synchronized void close() {
    if (namespace != null) {
      namespace.close();
    }
  }
}
