package io.opentelemetry.lambda.tools.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.tools.ToolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/** Invokes a deployed sample with its event. */
@Command(
    name = "invoke",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Invokes the deployed sample with its event.json, and prints the response.")
public final class InvokeCommand implements Callable<Integer> {

  private static final Pattern REQUEST = Pattern.compile("START RequestId: (\\S+)");

  @Spec private CommandSpec spec;

  @Mixin private SampleOptions options;

  @Override
  public Integer call() {
    String region = options.region();
    try (SampleAws aws = SampleAws.in(region)) {
      SampleStack stack = new SampleStack(aws.clients().cloudFormation(), options.stack());
      String where = options.stack() + " in " + region;
      if (stack.status().isEmpty()) {
        throw ToolException.failure("there is no stack " + where + ": ./run.sh deploy makes it");
      }
      String function = stack.function();
      if (function == null) {
        throw ToolException.failure(
            "the stack " + where + " has no function: ./run.sh deploy makes it");
      }
      show(invoke(aws, function));
    }
    return 0;
  }

  private InvokeResponse invoke(SampleAws aws, String function) {
    byte[] event;
    try {
      event = Files.readAllBytes(options.folder().resolve("event.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SampleAws.orFail(
        function + " cannot be invoked",
        () ->
            aws.clients()
                .lambda()
                .invoke(
                    request ->
                        request
                            .functionName(function)
                            .logType(LogType.TAIL)
                            .payload(SdkBytes.fromByteArray(event))));
  }

  private void show(InvokeResponse response) {
    spec.commandLine().getOut().println(response.payload().asUtf8String());
    String request = requestId(response.logResult());
    if (request != null) {
      spec.commandLine().getErr().println("its span has faas.invocation_id = " + request);
    }
    if (response.functionError() != null) {
      throw ToolException.failure("the function has failed: " + response.functionError());
    }
  }

  private static @Nullable String requestId(@Nullable String log) {
    if (log == null) {
      return null;
    }
    Matcher matcher = REQUEST.matcher(new String(Base64.getDecoder().decode(log), UTF_8));
    return matcher.find() ? matcher.group(1) : null;
  }
}
