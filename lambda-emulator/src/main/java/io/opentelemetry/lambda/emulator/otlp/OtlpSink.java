package io.opentelemetry.lambda.emulator.otlp;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.http.Ports;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Receives OTLP on the loopback address, over HTTP and gRPC, and fails on demand.
 *
 * <pre>{@code
 * try (OtlpSink sink = OtlpSink.start();
 *     LambdaEnvironment lambda = LambdaEnvironment.builder().otlpSink(sink)….build()) {
 *   sink.fault(OtlpFault.parse("status=503"));
 *   lambda.invoke("{}");
 *   sink.healthy();
 *   lambda.invoke("{}");
 *   List<Span> spans = sink.received().spans();
 * }
 * }</pre>
 */
public final class OtlpSink implements AutoCloseable {

  /** Given as a port: the transport is not served. */
  public static final int NOT_SERVED = -1;

  private final Exports exports = new Exports();
  private final HttpReceiver http;
  private final int grpcPort;
  private final List<Receiver> receivers = new ArrayList<>();
  private final List<Closeable> heldPorts = new ArrayList<>();

  /** Starts to receive, at any ports that are free. */
  public static OtlpSink start() {
    return start(0, 0);
  }

  /**
   * Starts to receive.
   *
   * @param httpPort 0 for any that is free
   * @param grpcPort 0 for any that is free; negative not to serve gRPC
   * @throws EmulatorException if a port is taken
   */
  public static OtlpSink start(int httpPort, int grpcPort) {
    return new OtlpSink(httpPort, grpcPort);
  }

  private OtlpSink(int httpPort, int grpcPort) {
    this.http = HttpReceiver.start(httpPort, exports);
    receivers.add(http);
    if (grpcPort < 0) {
      this.grpcPort = NOT_SERVED;
      return;
    }
    try {
      GrpcReceiver grpc = GrpcReceiver.start(grpcPort, exports);
      receivers.add(grpc);
      this.grpcPort = grpc.port();
    } catch (EmulatorException e) {
      http.close();
      throw e;
    }
  }

  public int httpPort() {
    return http.port();
  }

  /** The port for gRPC, or {@link #NOT_SERVED}. */
  public int grpcPort() {
    return grpcPort;
  }

  /**
   * The telemetry that has been received so far: all that was not rejected, failed or left without
   * an answer.
   */
  public ReceivedTelemetry received() {
    return exports.received();
  }

  /** How many requests to export have come so far, those that met a fault included. */
  public int requests() {
    return exports.requests();
  }

  /** How many bytes these requests had, uncompressed. */
  public long requestBytes() {
    return exports.requestBytes();
  }

  /** Lets all coming requests meet a fault, in place of the one that they would have met. */
  public synchronized void fault(OtlpFault fault) {
    exports.fault(fault.effect(), fault.every());
    if (fault.isRefusal()) {
      closePorts();
    } else {
      openPorts();
    }
  }

  /**
   * Lets every n-th coming request meet a fault, beginning with the n-th.
   *
   * @throws IllegalArgumentException as {@link OtlpFault#every} does
   */
  public void fault(OtlpFault fault, int every) {
    fault(fault.every(every));
  }

  /** Ends the fault, for requests to come; who has been left without an answer gets none. */
  public synchronized void healthy() {
    exports.healthy();
    openPorts();
  }

  /**
   * Drops the connections that are idle, as a NAT gateway does after a while: nothing tells the
   * client, and what it sends next is answered with a reset. A connection is idle if no request on
   * it waits for its answer, whichever environment has opened it.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html">AWS
   *     on NAT gateways</a>
   */
  public synchronized void dropConnections() {
    receivers.forEach(Receiver::dropConnections);
  }

  private void closePorts() {
    if (heldPorts.isEmpty()) {
      for (Receiver receiver : receivers) {
        receiver.closePort();
        heldPorts.add(Ports.hold(receiver.port()));
      }
    }
  }

  private void openPorts() {
    if (!heldPorts.isEmpty()) {
      receivers.forEach(Receiver::openPort);
      releasePorts();
    }
  }

  private void releasePorts() {
    try {
      for (Closeable port : heldPorts) {
        port.close();
      }
    } catch (IOException e) {
      throw new EmulatorException("cannot release a port: " + e, e);
    }
    heldPorts.clear();
  }

  @Override
  public synchronized void close() {
    receivers.forEach(Receiver::close);
    releasePorts();
  }
}
