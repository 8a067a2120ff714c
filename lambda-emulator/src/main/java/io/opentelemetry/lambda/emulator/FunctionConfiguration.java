package io.opentelemetry.lambda.emulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A function, as its configuration in Lambda describes it.
 *
 * @param code a zip or jar, or a folder that holds what the zip would
 * @param layers zips, or folders that hold what the zips would, in the order in which they are laid
 *     over each other
 * @param environment the function's own variables
 */
record FunctionConfiguration(
    String name,
    Path code,
    String handler,
    List<Path> layers,
    Map<String, String> environment,
    int memoryMb,
    Duration timeout,
    Path javaHome) {

  static final String ACCOUNT = "123456789012";
  static final String REGION = "us-east-1";
  static final String VERSION = "$LATEST";

  String arn() {
    return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + name;
  }
}
