package io.opentelemetry.lambda.tests;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spans of which a layer has said that the backend does not have them. */
final class UnsentSpans {

  private static final Pattern LOST = Pattern.compile("\\[otel] (\\d+) spans were dropped: .*");
  private static final Pattern WAITING =
      Pattern.compile("\\[otel] (no|\\d+) spans wait(?:,| any more).*");

  static int count(LambdaEnvironment lambda) {
    return last(LOST, lambda) + last(WAITING, lambda);
  }

  /** The number in the last line of a kind: each counts all. */
  private static int last(Pattern pattern, LambdaEnvironment lambda) {
    String number = "no";
    for (String line : lambda.output()) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.matches()) {
        number = matcher.group(1);
      }
    }
    return number.equals("no") ? 0 : Integer.parseInt(number);
  }

  private UnsentSpans() {}
}
