package io.opentelemetry.lambda.instrumentation;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * X-Ray's header: parts {@code NAME=VALUE}, separated by semicolons, such as {@code
 * Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1}.
 */
final class XrayHeader {

  private static final String ROOT = "Root=";
  private static final String PARENT = "Parent=";
  private static final String SAMPLED = "Sampled=";

  /** {@code 1-8 digits-24 digits}, of which the first 8 are a time. */
  private static final int ROOT_LENGTH = 35;

  private static final int TIME = 2;
  private static final int RANDOM = 11;

  /** Parses the header; an invalid context if it names no parent. */
  static SpanContext parse(String header) {
    String root = part(header, ROOT);
    String parent = part(header, PARENT);
    if (root == null || parent == null || !isTraceId(root)) {
      return SpanContext.getInvalid();
    }
    return SpanContext.createFromRemoteParent(
        root.substring(TIME, RANDOM - 1) + root.substring(RANDOM),
        parent,
        "1".equals(part(header, SAMPLED)) ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        TraceState.getDefault());
  }

  private static boolean isTraceId(String root) {
    return root.length() == ROOT_LENGTH && root.startsWith("1-") && root.charAt(RANDOM - 1) == '-';
  }

  private static @Nullable String part(String header, String name) {
    for (String part : header.split(";", -1)) {
      String trimmed = part.trim();
      if (trimmed.startsWith(name)) {
        return trimmed.substring(name.length());
      }
    }
    return null;
  }

  private XrayHeader() {}
}
