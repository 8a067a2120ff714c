package io.opentelemetry.lambda.emulator.internal.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.ManagedRuntimes;
import io.opentelemetry.lambda.emulator.Programs;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.internal.sandbox.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AWS's clients send the same in the emulator as against a server that is not the emulator's. */
class ClientParityIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UUID =
      "\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}";

  @TempDir Path folder;

  @Test
  void awslambdaric_answersTheSame() throws Exception {
    assertSameAnswers(python("app.handler"), 35);
  }

  @Test
  void awslambdaric_failsTheSameAtInit() throws Exception {
    for (String handler :
        List.of("broken.handler", "failing.handler", "missing.handler", "app.none", "app")) {
      assertSameInitError(python(handler));
    }
  }

  @Test
  void awsLambdaRic_answersTheSame() throws Exception {
    assertSameAnswers(node("nodejs22.x", "app.handler"), 35);
    assertSameAnswers(node("nodejs22.x", "app.callback"), 0);
  }

  @Test
  void awsLambdaRicWithoutCallbacks_answersTheSame() throws Exception {
    assertSameAnswers(node("nodejs24.x", "app.handler"), 35);
  }

  @Test
  void awsLambdaRic_failsTheSameAtInit() throws Exception {
    for (String handler :
        List.of("broken.handler", "failing.handler", "missing.handler", "app.none", "app")) {
      assertSameInitError(node("nodejs22.x", handler));
    }
    assertSameInitError(node("nodejs24.x", "app.callback"));
  }

  /** In CPU time, as other tests run beside this one; the best of several, as caches fill up. */
  @Test
  void init_costsAboutTheSame() throws Exception {
    Function function = python("app.handler");
    long outside = Long.MAX_VALUE;
    long inside = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      outside = Math.min(outside, cpuMillisOutside(function));
      try (LambdaEnvironment lambda = function.environment()) {
        lambda.init();
        inside = Math.min(inside, lambda.cpuTime().toMillis());
      }
    }
    assertThat(inside).isLessThan(2 * outside + 100);
  }

  private static long cpuMillisOutside(Function function) throws Exception {
    try (PlainRuntimeApi api = new PlainRuntimeApi()) {
      Process client = function.start(api.port());
      try {
        api.awaitReady();
        return client.info().totalCpuDuration().orElseThrow().toMillis();
      } finally {
        client.destroyForcibly().waitFor();
      }
    }
  }

  private Function python(String handler) throws InterruptedException {
    return function(ManagedRuntimes.requirePython(), handler, "app.py", "broken.py", "failing.py");
  }

  private Function node(String runtime, String handler) {
    return function(ManagedRuntimes.require(runtime), handler, "app.js", "broken.js", "failing.js");
  }

  private Function function(FunctionRuntime runtime, String handler, String... files) {
    for (String file : files) {
      Programs.write(folder.resolve(file), Programs.read("shapes/" + file));
    }
    return new Function(runtime, handler, folder);
  }

  private static void assertSameAnswers(Function function, int least) throws Exception {
    List<String> events = new ArrayList<>(List.of("\"context\"", "[1]", "null", "\"fail\""));
    Map<String, String> expected = new LinkedHashMap<>();
    try (PlainRuntimeApi api = new PlainRuntimeApi()) {
      Process client = function.start(api.port());
      try {
        if (least > 0) {
          JsonNode names = JSON.readTree(api.invoke("\"names\"").body());
          assertThat(names).hasSizeGreaterThanOrEqualTo(least);
          names.forEach(name -> events.add(name.toString()));
        }
        for (String event : events) {
          PlainRuntimeApi.Answer answer = api.invoke(event);
          expected.put(event, answer.path() + " " + function.normalize(answer.body()));
        }
      } finally {
        client.destroyForcibly().waitFor();
      }
    }
    SoftAssertions softly = new SoftAssertions();
    try (LambdaEnvironment lambda = function.environment()) {
      expected.forEach(
          (event, answer) -> {
            InvocationResult result = lambda.invoke(event);
            String path = result.error() == null ? "response " : "error ";
            softly
                .assertThat(path + function.normalize(new String(result.payload(), UTF_8)))
                .as(event)
                .isEqualTo(answer);
          });
    }
    softly.assertAll();
  }

  /** Some report it as they start, others when they get the first event. */
  private static void assertSameInitError(Function function) throws Exception {
    JsonNode expected;
    try (PlainRuntimeApi api = new PlainRuntimeApi()) {
      Process client = function.start(api.port());
      try {
        PlainRuntimeApi.Answer answer = api.invoke("1");
        assertThat(answer.path()).isIn("init", "error");
        expected = JSON.readTree(function.normalize(answer.body()));
      } finally {
        client.destroyForcibly().waitFor();
      }
    }
    try (LambdaEnvironment lambda = function.environment()) {
      String seen = function.normalize(lambda.invoke("1").error().toJson());
      JsonNode error = JSON.readTree(seen);
      assertThat(error.path("errorType")).isEqualTo(expected.path("errorType"));
      assertThat(error.path("errorMessage")).isEqualTo(expected.path("errorMessage"));
      assertThat(texts(error.path("stackTrace"))).isEqualTo(texts(expected.path("stackTrace")));
    }
  }

  private static List<String> texts(JsonNode frames) {
    List<String> texts = new ArrayList<>();
    frames.forEach(frame -> texts.add(frame.asText()));
    return texts;
  }

  /** A function, and what differs by where it runs. */
  private record Function(FunctionRuntime runtime, String handler, Path code) {

    private StartSettings settings() {
      return new StartSettings(512, handler, false, false, Map.of());
    }

    /** Starts the client as it is, without any of the emulator's surroundings. */
    Process start(int port) throws IOException {
      List<String> command = new ArrayList<>();
      runtime.command(settings()).forEach(word -> command.add(outside(word)));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(code.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      Map<String, String> environment = builder.environment();
      environment.clear();
      environment.put("PATH", System.getenv("PATH"));
      runtime.variables().forEach((name, value) -> environment.put(name, outside(value)));
      environment.put("_HANDLER", handler);
      environment.put("LAMBDA_TASK_ROOT", code.toString());
      environment.put("LAMBDA_RUNTIME_DIR", source("/var/runtime"));
      environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port);
      environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + runtime.name());
      environment.put("AWS_LAMBDA_FUNCTION_NAME", "function");
      environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
      environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
      environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/function");
      environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "stream");
      environment.put("LANG", "en_US.UTF-8");
      environment.put("TZ", ":UTC");
      return builder.start();
    }

    private String outside(String text) {
      return text.replace("/var/lang", source("/var/lang"))
          .replace("/var/runtime", source("/var/runtime"))
          .replace("/var/task", code.toString());
    }

    private String source(String target) {
      return runtime.mounts(settings()).stream()
          .filter(mount -> mount.target().equals(target))
          .map(Mount::source)
          .findFirst()
          .orElseThrow()
          .toString();
    }

    LambdaEnvironment environment() {
      return LambdaEnvironment.builder()
          .runtime(runtime.name())
          .function(code, handler)
          .timeout(Duration.ofSeconds(60))
          .build();
    }

    String normalize(String answer) {
      return answer
          .replace(code.toString(), "/var/task")
          .replace(source("/var/runtime"), "/var/runtime")
          .replace(source("/var/lang"), "/var/lang")
          .replaceAll(UUID, "the-id");
    }
  }
}
