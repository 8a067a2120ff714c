package io.opentelemetry.lambda.emulator.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.internal.invokeapi.JsonText;
import io.opentelemetry.lambda.emulator.internal.report.JsonReport;
import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.TerminalReport;
import io.opentelemetry.lambda.emulator.internal.report.page.HtmlReport;
import io.opentelemetry.lambda.emulator.internal.report.page.SvgReport;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "./run.sh local",
    description = "Runs a function in a local Lambda, with any layers, and shows what it reports.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    showDefaultValues = true,
    subcommands = StartCommand.class,
    footer = {
      "",
      "Exit status: 0 every invocation succeeded, 1 the function failed, 2 a usage error, 3 the"
          + " emulator itself failed, 130 after Ctrl-C."
    })
final class LocalCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private FunctionOptions functionOptions = new FunctionOptions();

  @Mixin private EnvironmentOptions environmentOptions = new EnvironmentOptions();

  @Option(
      names = "--event",
      paramLabel = "FILE|-",
      description =
          "The event, in JSON; - reads it from standard input. May be repeated, to invoke the"
              + " function with each in turn.")
  private List<String> events = new ArrayList<>();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How often to invoke the function with each event.")
  private int count = 1;

  @Option(
      names = "--freeze",
      paramLabel = "S",
      description = "How many seconds the environment is frozen between two invocations.")
  private double freezeSeconds = 0;

  @Mixin private SinkOptions sinkOptions = new SinkOptions();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the whole report as JSON; - writes it to standard output.")
  private @Nullable String json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Writes a page that shows the run: its phases, spans and logs.")
  private @Nullable Path html;

  @Option(names = "--svg", paramLabel = "FILE", description = "Writes a picture of the traces.")
  private @Nullable Path svg;

  @Option(names = "--quiet", description = "Shows errors only.")
  private boolean quiet;

  @Override
  public Integer call() {
    List<String> payloads = readEvents();
    checkArguments();
    LambdaEnvironmentBuilder function =
        functionOptions.builder(environmentOptions).dropConnections(sinkOptions.dropConnections());
    PrintWriter terminal = json != null && json.equals("-") ? err() : out();
    TerminalReport report =
        new TerminalReport(terminal, Usage.given(spec).commandLine().getColorScheme(), quiet);
    try (OtlpSink sink = sinkOptions.start()) {
      Run run = run(function.otlpSink(sink).log(report::log).build(), payloads, report);
      if (json != null) {
        write(JsonReport.of(run), json);
      }
      if (html != null) {
        HtmlReport.write(run, html);
      }
      if (svg != null) {
        SvgReport.write(run, svg);
      }
      report.run(run);
      terminal.flush();
      return run.succeeded() ? Main.OK : Main.FUNCTION_FAILED;
    }
  }

  private Run run(LambdaEnvironment lambda, List<String> payloads, TerminalReport report) {
    try (lambda) {
      report.init(lambda.init());
      for (int i = 0; i < count * payloads.size(); i++) {
        if (i > 0) {
          sleep(seconds(freezeSeconds));
        }
        report.invocation(
            "invocation " + (i + 1), lambda.invoke(payloads.get(i % payloads.size())));
      }
    }
    // only now, as the shutdown is part of it
    return new Run(List.of(lambda.report()), lambda.telemetry());
  }

  private void checkArguments() {
    Usage.check(spec, count >= 1, "--count is at least 1");
    Usage.check(spec, freezeSeconds >= 0, "--freeze is not negative");
    checkFolder("--html", html);
    checkFolder("--svg", svg);
  }

  private void checkFolder(String option, @Nullable Path file) {
    Usage.check(
        spec,
        file == null || Files.isDirectory(file.toAbsolutePath().resolveSibling("")),
        option + " " + file + ": there is no such folder");
  }

  private List<String> readEvents() {
    Usage.check(spec, !events.isEmpty(), "Missing required option: '--event'");
    return events.stream().map(this::readEvent).toList();
  }

  private String readEvent(String event) {
    try {
      byte[] bytes =
          event.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(event));
      JsonText.check(bytes);
      return new String(bytes, UTF_8);
    } catch (JsonProcessingException e) {
      throw Usage.error(spec, "--event " + event + " is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw Usage.error(spec, "--event " + event + " cannot be read: " + e);
    }
  }

  private void write(String report, String target) {
    if (target.equals("-")) {
      out().println(report);
      return;
    }
    try {
      Files.writeString(Path.of(target), report + "\n");
    } catch (IOException e) {
      throw new EmulatorException("--json " + target + " cannot be written: " + e, e);
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static void sleep(Duration duration) {
    try {
      TimeUnit.MILLISECONDS.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorException("interrupted");
    }
  }

  private PrintWriter out() {
    return Usage.given(spec).commandLine().getOut();
  }

  private PrintWriter err() {
    return Usage.given(spec).commandLine().getErr();
  }
}
