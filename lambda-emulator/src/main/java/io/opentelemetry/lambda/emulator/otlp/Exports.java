package io.opentelemetry.lambda.emulator.otlp;

import com.google.protobuf.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All exports, whatever the transport, and the fault that some of them meet. */
public final class Exports {

  private static final Consumer<ExportCall> HEALTHY = ExportCall::receive;

  private final List<ReceivedTelemetry.Export> received = new ArrayList<>();
  private Consumer<ExportCall> fault = HEALTHY;
  private int every = 1;
  private int requests;
  private long requestBytes;
  private int requestsWithFault;

  /** The telemetry that has been received so far. */
  public synchronized ReceivedTelemetry received() {
    return new ReceivedTelemetry(List.copyOf(received));
  }

  /** How many exports have been asked for so far, whatever came of them. */
  public synchronized int requests() {
    return requests;
  }

  /** How many bytes they had, uncompressed. */
  public synchronized long requestBytes() {
    return requestBytes;
  }

  /** Lets every n-th of the coming exports meet a fault. */
  public synchronized void fault(Consumer<ExportCall> fault, int every) {
    this.fault = fault;
    this.every = every;
    requestsWithFault = 0;
  }

  /** Ends the fault. */
  public void healthy() {
    fault(HEALTHY, 1);
  }

  void accept(Signal signal, Message request, Reply reply) {
    next(request.getSerializedSize()).accept(new ExportCall(this, signal, request, reply));
  }

  private synchronized Consumer<ExportCall> next(int bytes) {
    requests++;
    requestBytes += bytes;
    requestsWithFault++;
    return requestsWithFault % every == 0 ? fault : HEALTHY;
  }

  synchronized void add(Signal signal, Message request) {
    received.add(signal.export(Instant.now(), request));
  }
}
