package io.opentelemetry.lambda.tools.aws;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Describes what AWS or its SDK refuses. */
public final class AwsErrors {

  /** Errors that the same request would meet again. */
  private static final Set<String> FINAL =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "InvalidParameterValue",
          "InvalidParameterValueException",
          "NoSuchBucket",
          "OptInRequired",
          "UnrecognizedClientException");

  /** Describes an error in one line: the error's code and AWS's message, or what the SDK says. */
  public static String describe(SdkException thrown) {
    if (thrown instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
      String code = code(thrown);
      String message = refused.awsErrorDetails().errorMessage();
      return oneLine(
          (code.isEmpty() ? "HTTP status " + refused.statusCode() : code)
              + (message == null ? "" : ": " + message));
    }
    return oneLine(String.valueOf(thrown.getMessage()));
  }

  /** Gets AWS's code of the error, or nothing where it has none. */
  public static String code(SdkException thrown) {
    if (thrown instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
      String code = refused.awsErrorDetails().errorCode();
      return code == null ? "" : code;
    }
    return "";
  }

  /** Tells errors that another attempt cannot mend. */
  public static boolean isFinal(SdkException thrown) {
    return FINAL.contains(code(thrown));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private AwsErrors() {}
}
