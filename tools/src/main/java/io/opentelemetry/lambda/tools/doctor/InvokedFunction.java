package io.opentelemetry.lambda.tools.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.aws.AwsClients;
import io.opentelemetry.lambda.tools.aws.AwsErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/**
 * Invokes a function in AWS, and reads what the layer says on its log. Lambda gives the last 4 KB
 * of an invocation's log.
 */
final class InvokedFunction {

  private static final String LINE = "[otel";

  /**
   * @param region empty for the one that AWS's settings name
   * @param event a file of JSON, or null for an empty object
   */
  static List<Finding> invoke(String name, String region, @Nullable Path event) {
    SdkBytes payload = SdkBytes.fromUtf8String(event == null ? "{}" : read(event));
    try (AwsClients aws = AwsClients.in(AwsClients.regionOf(region))) {
      return findings(
          aws.lambda()
              .invoke(
                  request -> request.functionName(name).payload(payload).logType(LogType.TAIL)));
    } catch (SdkException e) {
      throw ToolException.environment("the function cannot be invoked: " + AwsErrors.describe(e));
    }
  }

  private static String read(Path event) {
    try {
      return Files.readString(event);
    } catch (IOException e) {
      throw ToolException.usage("--event " + event + " cannot be read");
    }
  }

  private static List<Finding> findings(InvokeResponse response) {
    List<Finding> findings = new ArrayList<>();
    if (response.functionError() != null) {
      findings.add(
          new Finding(
              "the function ends with an error: " + response.payload().asUtf8String(),
              "see its log; --event FILE gives it another event"));
    }
    String log = response.logResult() == null ? "" : response.logResult();
    new String(Base64.getDecoder().decode(log), UTF_8)
        .lines()
        .filter(line -> line.contains(LINE))
        .forEach(
            line ->
                findings.add(
                    new Finding(line.strip(), "the layer says this itself: mend what it names")));
    return findings;
  }

  private InvokedFunction() {}
}
