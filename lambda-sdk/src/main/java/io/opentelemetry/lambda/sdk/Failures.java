package io.opentelemetry.lambda.sdk;

import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.lambda.sdk.internal.http.OtlpResponses;
import io.opentelemetry.sdk.common.export.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Why an export has failed, in words. */
final class Failures {

  static String describe(@Nullable Throwable failure) {
    if (failure == null) {
      return "the exporter failed";
    }
    if (failure instanceof HttpExportException) {
      HttpResponse response = ((HttpExportException) failure).getResponse();
      if (response != null) {
        return OtlpResponses.describeRefusal(response);
      }
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** The cause of all causes, in words. */
  static String innermost(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  private Failures() {}
}
