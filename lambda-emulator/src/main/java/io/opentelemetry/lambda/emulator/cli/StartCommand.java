package io.opentelemetry.lambda.emulator.cli;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.environment.LambdaFunction;
import io.opentelemetry.lambda.emulator.internal.invokeapi.InvokeApi;
import io.opentelemetry.lambda.emulator.internal.report.TerminalReport;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "start",
    description = {
      "Serves functions by AWS's Invoke API until it is interrupted, so that the AWS CLI and the"
          + " AWS SDKs can invoke them:",
      "",
      "  aws lambda invoke --endpoint-url http://127.0.0.1:3001 --function-name function"
          + " --cli-binary-format raw-in-base64-out --payload '{}' response.json",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    showDefaultValues = true)
final class StartCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private TemplateOptions templateOptions = new TemplateOptions();

  @Mixin private FunctionOptions functionOptions = new FunctionOptions();

  @Mixin private EnvironmentOptions environmentOptions = new EnvironmentOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where to serve the Invoke API; 0 for any free port.")
  private int port = 3001;

  @Option(
      names = "--max-concurrency",
      paramLabel = "N",
      description = "How many events may run at once, of each function.")
  private int maxConcurrency = 20;

  @Mixin private SinkOptions sinkOptions = new SinkOptions();

  @Option(names = "--quiet", description = "Shows errors only.")
  private boolean quiet;

  @Override
  public Integer call() {
    Usage.check(
        spec,
        port >= 0 && port <= SinkOptions.MAX_PORT,
        "--port is from 0 to " + SinkOptions.MAX_PORT);
    Usage.check(spec, maxConcurrency >= 1, "--max-concurrency is at least 1");
    TerminalReport report =
        new TerminalReport(
            Usage.given(spec).commandLine().getOut(),
            Usage.given(spec).commandLine().getColorScheme(),
            quiet);
    Map<String, LambdaEnvironmentBuilder> configurations = configurations(report);
    Map<String, LambdaFunction> functions = new LinkedHashMap<>();
    try (OtlpSink sink = sinkOptions.start()) {
      configurations.forEach(
          (name, configuration) ->
              functions.put(
                  name,
                  LambdaFunction.create(
                      configuration
                          .otlpSink(sink)
                          .dropConnections(sinkOptions.dropConnections())
                          .log(report::log),
                      maxConcurrency)));
      try (InvokeApi api = InvokeApi.start(functions, port, new LiveReport(report, sink))) {
        report.heading(
            "serving "
                + String.join(", ", functions.keySet())
                + " at http://127.0.0.1:"
                + api.port()
                + " until Ctrl-C");
        awaitInterruption();
        return Main.OK;
      } finally {
        functions.values().parallelStream().forEach(LambdaFunction::close);
      }
    }
  }

  /** By their names. */
  private Map<String, LambdaEnvironmentBuilder> configurations(TerminalReport report) {
    return templateOptions.isGiven()
        ? templateOptions.builders(environmentOptions, report::warning)
        : Map.of(functionOptions.name(), functionOptions.builder(environmentOptions));
  }

  private static void awaitInterruption() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorException("interrupted");
    }
  }
}
