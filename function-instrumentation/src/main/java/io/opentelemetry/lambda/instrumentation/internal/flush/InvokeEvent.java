package io.opentelemetry.lambda.instrumentation.internal.flush;

import java.io.IOException;

/**
 * An event by which Lambda tells an extension of an invocation, {@code
 * {"eventType":"INVOKE","deadlineMs":1,"requestId":"…",…}}, of which two members are of interest.
 */
final class InvokeEvent {

  private final String requestId;
  private final long deadlineMillis;

  /**
   * @throws IOException if it is no such event
   */
  static InvokeEvent parse(String json) throws IOException {
    try {
      int id = valueOf(json, "\"requestId\"") + 1;
      int deadline = valueOf(json, "\"deadlineMs\"");
      int end = deadline;
      while (Character.isDigit(json.charAt(end))) {
        end++;
      }
      return new InvokeEvent(
          json.substring(id, json.indexOf('"', id)), Long.parseLong(json.substring(deadline, end)));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException("not an INVOKE event: " + json, e);
    }
  }

  private static int valueOf(String json, String name) {
    int i = json.indexOf(name);
    if (i < 0) {
      throw new IndexOutOfBoundsException(name);
    }
    i += name.length();
    while (json.charAt(i) == ':' || json.charAt(i) <= ' ') {
      i++;
    }
    return i;
  }

  private InvokeEvent(String requestId, long deadlineMillis) {
    this.requestId = requestId;
    this.deadlineMillis = deadlineMillis;
  }

  String requestId() {
    return requestId;
  }

  /** When the invocation is to end, since the epoch. */
  long deadlineMillis() {
    return deadlineMillis;
  }
}
