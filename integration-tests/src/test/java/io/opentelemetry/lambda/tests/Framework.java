package io.opentelemetry.lambda.tests;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A framework or a library of threads, with a function and the events that it is called with. Each
 * event lets the function ask another server, which is at {@code URL}.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists and maps are
enum Framework {
  QUARKUS("quarkus/target/function.zip", Handlers.QUARKUS, Map.of(), List.of("{\"url\":\"URL\"}")),
  QUARKUS_HTTP(
      "quarkus-http/target/function.zip",
      Handlers.QUARKUS,
      Map.of(),
      List.of(
          Events.http("/orders/blocking"),
          Events.http("/orders/non-blocking"),
          Events.http("/orders/client"),
          Events.http("/orders/client-uni"))),
  MICRONAUT(
      "micronaut/target/function.zip",
      "functions.MicronautFunction",
      Map.of(),
      List.of(
          "{\"url\":\"URL\",\"way\":\"now\"}",
          "{\"url\":\"URL\",\"way\":\"async\"}",
          "{\"url\":\"URL\",\"way\":\"client\"}")),
  MICRONAUT_HTTP(
      "micronaut/target/function.zip",
      "io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction",
      Map.of(),
      List.of(
          Events.http("/orders/direct"),
          Events.http("/orders/blocking"),
          Events.http("/orders/client"))),
  SPRING_BOOT_3(
      "micrometer/target/plain.zip",
      Handlers.SPRING_CLOUD_FUNCTION,
      Map.of("MAIN_CLASS", "functions.ObservedApplication"),
      List.of("{\"url\":\"URL\"}")),
  SPRING_BOOT_4(
      "functions/target/function.zip",
      "com.amazonaws.serverless.proxy.spring.SpringDelegatingLambdaContainerHandler",
      Map.of("MAIN_CLASS", "functions.Shop"),
      List.of(
          """
          {"version":"1.0","resource":"/items","path":"/items","httpMethod":"GET",
           "headers":{"Accept":"*/*"},"multiValueHeaders":{"Accept":["*/*"]},
           "queryStringParameters":{"url":"URL"},
           "multiValueQueryStringParameters":{"url":["URL"]},
           "requestContext":{"stage":"prod","identity":{"sourceIp":"192.0.2.1"},"requestId":"1"},
           "body":null,"isBase64Encoded":false}
          """)),
  SPRING_CLOUD_FUNCTION(
      "functions/target/function.zip",
      Handlers.SPRING_CLOUD_FUNCTION,
      Map.of("MAIN_CLASS", "functions.Shop"),
      List.of("\"URL\"")),
  KOTLIN_COROUTINES(
      "clients/target/function.zip",
      "functions.CoroutineHandler",
      Map.of(),
      List.of("{\"url\":\"URL\"}"),
      3),
  JDK_25(
      "clients/target/function.zip",
      "functions.ClientCalls",
      Map.of("JDK_JAVA_OPTIONS", "--enable-preview"),
      List.of(
          Events.call("executor"),
          Events.call("callable"),
          Events.call("runnable"),
          Events.call("nested"))) {

    @Override
    Path function(Path folder) throws Exception {
      return Jdk25Function.compile(folder);
    }

    @Override
    LambdaEnvironmentBuilder configure(LambdaEnvironmentBuilder builder) {
      return super.configure(builder).javaHome(Jdk25Function.jdk());
    }
  };

  private final String zip;
  final String handler;
  private final Map<String, String> variables;
  final List<String> events;

  /** How many are made for an event. */
  final int requests;

  Framework(String zip, String handler, Map<String, String> variables, List<String> events) {
    this(zip, handler, variables, events, 1);
  }

  Framework(
      String zip,
      String handler,
      Map<String, String> variables,
      List<String> events,
      int requests) {
    this.zip = zip;
    this.handler = handler;
    this.variables = variables;
    this.events = events;
    this.requests = requests;
  }

  /**
   * The function's zip or folder.
   *
   * @param folder that is not there, where one can be made
   */
  Path function(Path folder) throws Exception {
    return Layer.ROOT.resolve("integration-tests").resolve(zip);
  }

  LambdaEnvironmentBuilder configure(LambdaEnvironmentBuilder builder) {
    variables.forEach(builder::environment);
    return builder.memoryMb(1024).timeout(Duration.ofMinutes(2));
  }

  private static final class Handlers {

    static final String QUARKUS =
        "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";
    static final String SPRING_CLOUD_FUNCTION =
        "org.springframework.cloud.function.adapter.aws.FunctionInvoker";

    private Handlers() {}
  }

  private static final class Events {

    static String http(String path) {
      return """
          {"version":"2.0","routeKey":"$default","rawPath":"%1$s","rawQueryString":"url=URL",
           "headers":{"host":"example.com"},"queryStringParameters":{"url":"URL"},
           "requestContext":{"domainName":"example.com","stage":"$default",
            "http":{"method":"GET","path":"%1$s","protocol":"HTTP/1.1","sourceIp":"192.0.2.1"}},
           "isBase64Encoded":false}"""
          .formatted(path);
    }

    static String call(String way) {
      return "{\"client\":\"structured.%s\",\"url\":\"URL\"}".formatted(way);
    }

    private Events() {}
  }
}
