package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.StartType;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The environment variables of a function's processes: those that Lambda sets, and the function's
 * own.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">AWS's
 *     list</a>
 */
final class FunctionVariables {

  private static final int OTLP_HTTP_PORT = 4318;
  private static final int OTLP_GRPC_PORT = 4317;
  private static final String OTLP_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String OTLP_PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";

  /** Variables that an external extension does not get, as they are the runtime's. */
  private static final Set<String> RUNTIME_ONLY =
      Set.of(
          "_HANDLER",
          "AWS_EXECUTION_ENV",
          "AWS_LAMBDA_LOG_GROUP_NAME",
          "AWS_LAMBDA_LOG_STREAM_NAME",
          "AWS_XRAY_CONTEXT_MISSING",
          "AWS_XRAY_DAEMON_ADDRESS",
          "LAMBDA_RUNTIME_DIR",
          "LAMBDA_TASK_ROOT");

  /** Those of the runtime. */
  static Map<String, String> of(
      FunctionConfiguration function,
      RuntimeCommand runtime,
      String logStream,
      String runtimeApi,
      OtlpSink otlp) {
    Map<String, String> variables = new LinkedHashMap<>();
    boolean grpc =
        otlp.grpcPort() != OtlpSink.NOT_SERVED
            && "grpc".equals(function.environment().get(OTLP_PROTOCOL));
    int port = grpc ? otlp.grpcPort() : otlp.httpPort();
    if (port != (grpc ? OTLP_GRPC_PORT : OTLP_HTTP_PORT)) {
      variables.put(OTLP_ENDPOINT, "http://localhost:" + port);
    }
    variables.putAll(runtime.variables());
    variables.putAll(function.environment());
    variables.put("_HANDLER", function.handler());
    variables.put("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE");
    variables.put("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    variables.put("AWS_SESSION_TOKEN", "emulated");
    variables.put("AWS_REGION", FunctionConfiguration.REGION);
    variables.put("AWS_DEFAULT_REGION", FunctionConfiguration.REGION);
    variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + runtime.runtimeName());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", FunctionConfiguration.VERSION);
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMb()));
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", function.startType().text());
    if (function.startType() == StartType.MANAGED_INSTANCES) {
      variables.put("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(function.concurrency()));
    }
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
    variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
    variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
    variables.put("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:2000");
    variables.put("LAMBDA_TASK_ROOT", "/var/task");
    variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
    variables.put("LANG", "en_US.UTF-8");
    variables.put("TZ", ":UTC");
    variables.put("PATH", "/var/lang/bin:/usr/local/bin:/usr/bin:/bin:/opt/bin");
    variables.put(
        "LD_LIBRARY_PATH",
        "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib");
    return variables;
  }

  /** Those of an external extension, made from those of the runtime. */
  static Map<String, String> forExtension(Map<String, String> runtime) {
    Map<String, String> variables = new LinkedHashMap<>(runtime);
    variables.keySet().removeAll(RUNTIME_ONLY);
    return variables;
  }

  /** A name as Lambda gives it to a new environment's log stream. */
  static String newLogStream() {
    return LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy/MM/dd"))
        + "/["
        + FunctionConfiguration.VERSION
        + "]"
        + UUID.randomUUID().toString().replace("-", "");
  }

  private FunctionVariables() {}
}
