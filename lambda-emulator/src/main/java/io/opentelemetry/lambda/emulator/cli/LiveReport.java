package io.opentelemetry.lambda.emulator.cli;

import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.internal.invokeapi.InvokeApi;
import io.opentelemetry.lambda.emulator.internal.report.TerminalReport;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows invocations, and the spans that have come since the last one, as they end. */
final class LiveReport implements InvokeApi.Listener {

  private final TerminalReport report;
  private final OtlpSink sink;
  private final Map<String, Integer> invocations = new HashMap<>();
  private int shownSpans;

  LiveReport(TerminalReport report, OtlpSink sink) {
    this.report = report;
    this.sink = sink;
  }

  @Override
  public synchronized void invoked(String function, InvocationResult result) {
    report.invocation(
        function + " invocation " + invocations.merge(function, 1, Integer::sum), result);
    List<Span> spans = sink.received().spans();
    report.traces(spans.subList(shownSpans, spans.size()));
    shownSpans = spans.size();
  }

  @Override
  public void failed(String function, String message) {
    report.error(function + ": " + message);
  }
}
