package io.opentelemetry.lambda.emulator.internal.invokeapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.InvocationResult;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/** The end of an invocation's log, as a caller may ask for it: 4 KB at most, in base64. */
final class LogTail {

  private static final int MAX_BYTES = 4 * 1024;

  static String of(InvocationResult result, int memoryMb) {
    double millis = result.duration().toNanos() / 1e6;
    StringBuilder log = new StringBuilder();
    log.append("START RequestId: ").append(result.requestId()).append(" Version: $LATEST\n");
    result.log().forEach(line -> log.append(line.text()).append('\n'));
    log.append("END RequestId: ").append(result.requestId()).append('\n');
    log.append(
        String.format(
            Locale.ROOT,
            "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms\tMemory Size: %d MB\tMax"
                + " Memory Used: %d MB\t",
            result.requestId(),
            millis,
            (long) Math.ceil(millis),
            memoryMb,
            result.memoryHighWaterBytes() / (1024 * 1024)));
    if (result.init() != null) {
      log.append(
          String.format(Locale.ROOT, "Init Duration: %.2f ms\t", result.init().toNanos() / 1e6));
    }
    log.append('\n');
    byte[] bytes = log.toString().getBytes(UTF_8);
    int from = Math.max(0, bytes.length - MAX_BYTES);
    return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  private LogTail() {}
}
