package io.opentelemetry.lambda.tests;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The kinds of handlers, each a row of the documented table, with events that each may get. */
@SuppressWarnings("ImmutableEnumChecker") // its lists are
enum HandlerKind {
  OBJECTS("`RequestHandler`", "functions.ObjectHandler", Events.ANY),
  EVENT_CLASSES(
      "`RequestHandler` of AWS's event classes",
      "functions.QueueHandler",
      List.of(
          "{\"Records\":[{\"messageId\":\"1\",\"body\":\"\"},{\"messageId\":\"2\",\"body\":\"a\"}]}",
          "{}",
          "[]")),
  BYTES("`RequestStreamHandler`", "functions.StreamHandler", Events.ANY),
  METHOD("a method", "functions.MethodHandler::count", Events.ANY),
  STATIC_METHOD("a static method", "functions.MethodHandler::reverse", List.of("\"abc\"", "null")),
  STREAM_METHOD(
      "a method of streams", "functions.MethodHandler::copy", List.of("{\"a\": 1.0}", "text")),
  SERIALIZER(
      "any, with a `CustomPojoSerializer`",
      "functions.MethodHandler::count",
      List.of("{}", "text")),
  KOTLIN_CLASS(
      "a class of Kotlin's",
      "functions.KotlinHandler",
      List.of("[{\"item\":\"a\",\"count\":2,\"other\":1},{}]", "[]", "null")),
  KOTLIN_FUNCTION(
      "a function of Kotlin's",
      "functions.KotlinHandlerKt::tags",
      List.of("{\"tags\":[\"b\",\"a\"]}", "{\"tags\":null}")),
  SCALA_CLASS(
      "a class of Scala's",
      "functions.ScalaHandler",
      List.of("{\"b\":[1,3,2],\"a\":[0]}", "{\"a\":[]}")),
  SCALA_METHOD(
      "a method of a Scala object", "functions.ScalaObject::reverse", List.of("\"abc\"", "null")),
  SPRING_CLOUD_FUNCTION(
      "Spring Cloud Function's `FunctionInvoker`",
      "org.springframework.cloud.function.adapter.aws.FunctionInvoker",
      List.of("\"text\"", "\"fail\"")),
  SERVERLESS_CONTAINER(
      "Spring Boot in aws-serverless-java-container",
      "com.amazonaws.serverless.proxy.spring.SpringDelegatingLambdaContainerHandler",
      List.of(Events.PUT_ITEM, Events.PUT_ITEM.replace("/items/1", "/nothing"), "{}"));

  private final String row;
  private final String handler;
  private final List<String> events;

  HandlerKind(String row, String handler, List<String> events) {
    this.row = row;
    this.handler = handler;
    this.events = events;
  }

  /** The name in the documented table. */
  String row() {
    return row;
  }

  List<String> events() {
    return events;
  }

  /** Tells whether it takes no library to run, so that it is run on each JDK. */
  boolean isBasic() {
    return events == Events.ANY;
  }

  LambdaEnvironmentBuilder function(Layer layer) {
    if (this == SERIALIZER) {
      return layer.function(withSerializer(), handler);
    }
    if (this == OBJECTS || handler.startsWith("functions.MethodHandler") || this == BYTES) {
      return layer.function(handler);
    }
    return layer
        .function(Layer.ROOT.resolve("integration-tests/functions/target/function.zip"), handler)
        .environment("MAIN_CLASS", "functions.Shop")
        .memoryMb(1024)
        .timeout(Duration.ofMinutes(2));
  }

  private static Path withSerializer() {
    Path classes = Layer.ROOT.resolve("integration-tests/target/classes/functions");
    Path code = Layer.ROOT.resolve("integration-tests/target/function-with-serializer");
    try {
      Path services = Files.createDirectories(code.resolve("META-INF/services"));
      Files.writeString(
          services.resolve("com.amazonaws.services.lambda.runtime.CustomPojoSerializer"),
          "functions.TextSerializer");
      Path functions = Files.createDirectories(code.resolve("functions"));
      for (String name : List.of("MethodHandler.class", "TextSerializer.class")) {
        Files.write(functions.resolve(name), Files.readAllBytes(classes.resolve(name)));
      }
      return code;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Events {

    static final List<String> ANY =
        List.of(
            "{\"b\":[\"1\"], \"a\":[\"é\", \"\\ud83d\\ude00\"]}",
            "{\"fail\":[]}",
            "{}",
            "null",
            "\"text\"");

    static final String PUT_ITEM =
        """
        {"version":"1.0","resource":"/items/{id}","path":"/items/1","httpMethod":"POST",
         "headers":{"Content-Type":"application/json","Accept":"*/*"},
         "multiValueHeaders":{"Content-Type":["application/json"],"Accept":["*/*"]},
         "requestContext":{"stage":"prod","identity":{"sourceIp":"192.0.2.1"},"requestId":"1"},
         "body":"{\\"name\\":\\"é\\"}","isBase64Encoded":false}
        """;

    private Events() {}
  }
}
