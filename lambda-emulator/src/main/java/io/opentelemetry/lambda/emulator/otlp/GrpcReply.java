package io.opentelemetry.lambda.emulator.otlp;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Answers a call. */
final class GrpcReply implements Reply {

  private final ServerCall<Message, Message> call;
  private final GrpcConnections connections;

  static GrpcReply to(ServerCall<Message, Message> call, GrpcConnections connections) {
    return new GrpcReply(call, connections);
  }

  private GrpcReply(ServerCall<Message, Message> call, GrpcConnections connections) {
    this.call = call;
    this.connections = connections;
  }

  @Override
  public void success(Message response) {
    if (call.isCancelled()) {
      return; // it is late, and nobody waits for it any more
    }
    begin(response);
    call.close(Status.OK, new Metadata());
  }

  private void begin(Message response) {
    connections.answered(call);
    call.sendHeaders(new Metadata());
    call.sendMessage(response);
  }

  @Override
  public void error(int status, String message, @Nullable Duration retryAfter) {
    com.google.rpc.Status.Builder error =
        com.google.rpc.Status.newBuilder().setCode(code(status).getNumber()).setMessage(message);
    if (retryAfter != null) {
      RetryInfo retry =
          RetryInfo.newBuilder().setRetryDelay(Durations.fromNanos(retryAfter.toNanos())).build();
      error.addDetails(Any.pack(retry));
    }
    StatusRuntimeException thrown = StatusProto.toStatusRuntimeException(error.build());
    connections.answered(call);
    call.close(thrown.getStatus(), thrown.getTrailers());
  }

  /**
   * The code that Google's APIs give for a status of HTTP (google/rpc/code.proto), and for others
   * one that OTLP lets be retried where it lets the status be.
   */
  private static Code code(int status) {
    return switch (status) {
      case 400 -> Code.INVALID_ARGUMENT;
      case 401 -> Code.UNAUTHENTICATED;
      case 403 -> Code.PERMISSION_DENIED;
      case 404 -> Code.NOT_FOUND;
      case 429 -> Code.RESOURCE_EXHAUSTED;
      case 501 -> Code.UNIMPLEMENTED;
      case 502, 503 -> Code.UNAVAILABLE;
      case 504 -> Code.DEADLINE_EXCEEDED;
      default -> status < 500 ? Code.FAILED_PRECONDITION : Code.INTERNAL;
    };
  }

  @Override
  public void cut() {
    connections.cut(call);
  }

  @Override
  public void cutWithin(Message response) {
    begin(response);
    cut();
  }
}
