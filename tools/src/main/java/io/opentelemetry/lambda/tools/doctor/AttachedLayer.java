package io.opentelemetry.lambda.tools.doctor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer of the function's.
 *
 * @param runtimes those that it is for; empty for any, or where nobody says
 * @param architectures those that it is for; empty for any, or where nobody says
 * @param zippedBytes 0 where nobody says
 * @param refusal what Lambda says where it does not show the layer to the account
 */
record AttachedLayer(
    String arn,
    LayerKind kind,
    List<String> runtimes,
    List<String> architectures,
    long zippedBytes,
    @Nullable String refusal) {

  /** Makes a layer whose ARN only AWS knows, or nobody has given. */
  static AttachedLayer unknown() {
    return of("", LayerKind.OTHER);
  }

  boolean isUnknown() {
    return arn.isEmpty();
  }

  static AttachedLayer of(String arn, LayerKind kind) {
    return new AttachedLayer(arn, kind, List.of(), List.of(), 0, null);
  }
}
