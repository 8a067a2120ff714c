package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are sent as one: messages of Protocol Buffers merge by being concatenated, and
 * all that an OTLP request has is a repeated field.
 */
final class Batch {

  /** As much as a full batch of spans has, which each backend takes. */
  static final int MAX_BYTES = 512 * 1024;

  final List<Request> requests = new ArrayList<>(1);

  /** When the attempt began, in {@link System#nanoTime()}. */
  final long begun;

  /** Tells whether it has been seen to take longer than it may; guarded by the {@link Outbox}. */
  boolean overdue;

  private int bytes;

  Batch(long begun) {
    this.begun = begun;
  }

  boolean hasRoomFor(Request request) {
    return !request.alone
        && !requests.get(0).alone
        && (long) bytes + request.body.length <= MAX_BYTES;
  }

  void add(Request request) {
    requests.add(request);
    bytes += request.body.length;
  }

  byte[] body(@Nullable Compressor compressor) throws IOException {
    if (compressor == null && requests.size() == 1) {
      return requests.get(0).body;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream(bytes);
    try (OutputStream out = compressor == null ? body : compressor.compress(body)) {
      for (Request request : requests) {
        out.write(request.body);
      }
    }
    return body.toByteArray();
  }

  void respond(HttpResponse response) {
    for (Request request : requests) {
      request.respond(response);
    }
  }
}
