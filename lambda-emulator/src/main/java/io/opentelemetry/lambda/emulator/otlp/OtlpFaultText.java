package io.opentelemetry.lambda.emulator.otlp;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text form of a fault, which {@link OtlpFault} defines. */
final class OtlpFaultText {

  private static final String KNOWN =
      "there are latency=200ms, status=503, status=429,retry-after=2, refuse, cut, cut=response,"
          + " silent and partial=3, each with ;every=3 at the end to meet every third request only";

  /** The end {@code ;every=N}; a number has no more digits than an int takes. */
  private static final Pattern EVERY = Pattern.compile("(.*);every=(\\d{1,9})");

  private static final List<Form> FORMS =
      List.of(
          form("latency=(\\d{1,9})ms", text -> OtlpFault.latency(Duration.ofMillis(number(text)))),
          form("latency=(\\d{1,9})s", text -> OtlpFault.latency(Duration.ofSeconds(number(text)))),
          form("status=(\\d{1,9})", text -> OtlpFault.status(number(text))),
          form(
              "status=(\\d{1,9}),retry-after=(\\d{1,9})",
              text -> OtlpFault.status(number(text), Duration.ofSeconds(number(text, 2)))),
          form("refuse", text -> OtlpFault.refuse()),
          form("cut", text -> OtlpFault.cut()),
          form("cut=response", text -> OtlpFault.cutResponse()),
          form("silent", text -> OtlpFault.silent()),
          form("partial=(\\d{1,9})", text -> OtlpFault.partial(number(text))));

  static OtlpFault parse(String text) {
    try {
      Matcher every = EVERY.matcher(text);
      return every.matches()
          ? parseFault(every.group(1)).every(number(every, 2))
          : parseFault(text);
    } catch (IllegalArgumentException e) {
      throw new EmulatorException("'" + text + "' is no fault: " + e.getMessage(), e);
    }
  }

  private static OtlpFault parseFault(String text) {
    for (Form form : FORMS) {
      Matcher matcher = form.pattern().matcher(text);
      if (matcher.matches()) {
        return form.fault().apply(matcher);
      }
    }
    throw new IllegalArgumentException(KNOWN);
  }

  private static Form form(String pattern, Function<MatchResult, OtlpFault> fault) {
    return new Form(Pattern.compile(pattern), fault);
  }

  private static int number(MatchResult text) {
    return number(text, 1);
  }

  private static int number(MatchResult text, int group) {
    return Integer.parseInt(text.group(group));
  }

  private record Form(Pattern pattern, Function<MatchResult, OtlpFault> fault) {}

  private OtlpFaultText() {}
}
