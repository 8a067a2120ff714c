package io.opentelemetry.lambda.emulator.internal.report;

import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.InitResult;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.LogLine;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.ColorScheme;

/** Shows a run on the terminal, as it goes on and in the end. */
public final class TerminalReport {

  private static final int MAX_RESPONSE = 200;

  private final PrintWriter out;
  private final ColorScheme colors;
  private final boolean quiet;

  /**
   * @param quiet whether only warnings and errors are shown
   */
  public TerminalReport(PrintWriter out, ColorScheme colors, boolean quiet) {
    this.out = out;
    this.colors = colors;
    this.quiet = quiet;
  }

  public synchronized void heading(String text) {
    print(Style.HEADING, text);
  }

  public synchronized void warning(String text) {
    printAlways(Style.ERROR, "warning: " + text);
  }

  public synchronized void error(String text) {
    printAlways(Style.ERROR, text);
  }

  /** A line that the function wrote. */
  public synchronized void log(LogLine line) {
    print(Style.FAINT, "  | " + line.text());
  }

  /** The environment is initialized, or failed to be. */
  public synchronized void init(InitResult init) {
    print(
        init.status() == InitResult.Status.OK ? Style.PLAIN : Style.ERROR,
        "init " + millis(init.duration()) + " " + text(init.status()) + describe(init.error()));
  }

  /** An invocation has ended. */
  public synchronized void invocation(String name, InvocationResult result) {
    String response = result.response();
    print(
        result.error() == null ? Style.PLAIN : Style.ERROR,
        name
            + " "
            + millis(result.duration())
            + " "
            + text(result.status())
            + (response == null ? describe(result.error()) : ": " + abbreviate(response)));
  }

  private static String text(Enum<?> status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.0f ms", duration.toNanos() / 1e6);
  }

  private static String describe(@Nullable FunctionError error) {
    return error == null ? "" : ": " + error.errorType() + ": " + error.errorMessage();
  }

  private static String abbreviate(String response) {
    return response.length() <= MAX_RESPONSE
        ? response
        : response.substring(0, MAX_RESPONSE) + "… (" + response.length() + " characters)";
  }

  /** The traces, the resources and a summary. */
  public synchronized void run(Run run) {
    print(Style.PLAIN, "");
    traces(run.telemetry().spans());
    resources(run).forEach(this::resource);
    summary(run);
  }

  /** Spans as trees. */
  public synchronized void traces(List<Span> spans) {
    TraceTree.of(spans).lines().forEach(line -> print(line.style(), line.text()));
  }

  private static Set<Resource> resources(Run run) {
    return run.telemetry().resourceSpans().stream()
        .map(ResourceSpans::getResource)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private void resource(Resource resource) {
    print(Style.HEADING, "resource");
    resource.getAttributesList().stream()
        .sorted(Comparator.comparing(KeyValue::getKey))
        .forEach(
            attribute ->
                print(
                    Style.PLAIN,
                    "   " + attribute.getKey() + " = " + AttributeText.of(attribute.getValue())));
    print(Style.PLAIN, "");
  }

  private void summary(Run run) {
    EnvironmentReport first = run.environments().get(0);
    print(Style.PLAIN, first.control());
    List<String> invocations =
        run.invocations().stream().map(result -> millis(result.duration())).toList();
    print(
        Style.HEADING,
        String.format(
            Locale.ROOT,
            "init %s · invocations %s · memory high water %s · %d spans",
            millis(first.init().duration()),
            String.join(", ", invocations),
            MemoryText.of(run.memoryHighWaterBytes()),
            run.telemetry().spans().size()));
  }

  private void print(Style style, String text) {
    if (!quiet) {
      printAlways(style, text);
    }
  }

  private void printAlways(Style style, String text) {
    out.println(colors.apply(text, List.of(style.code())));
    out.flush();
  }
}
