package io.opentelemetry.lambda.wrapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import example.EventHandlers;
import example.Handlers;
import io.opentelemetry.lambda.wrapper.LambdaRuntime.Function;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each type that aws-lambda-java-events models is read and written as without the wrapper. */
class EventsComparisonTest {

  /** An abstract class, and results that only code can make. */
  private static final Set<String> UNREADABLE =
      Set.of("CognitoUserPoolEvent", "IamPolicyResponse", "IamPolicyResponseV1");

  private static final Path EVENTS = Path.of("src/test/resources/events");

  /** All types of the library's package, so that a new one fails until it has an event. */
  static List<String> types() throws Exception {
    String folder = SQSEvent.class.getPackageName().replace('.', '/') + "/";
    String library =
        SQSEvent.class.getProtectionDomain().getCodeSource().getLocation().toURI().getPath();
    try (JarFile jar = new JarFile(library)) {
      return jar.stream()
          .map(JarEntry::getName)
          .filter(name -> name.startsWith(folder) && name.endsWith(".class"))
          .map(name -> name.substring(folder.length(), name.length() - ".class".length()))
          .filter(name -> name.indexOf('/') < 0 && name.indexOf('$') < 0)
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void sameResult(String type) throws IOException {
    LambdaRuntime runtime = LambdaRuntime.create();
    String handler = EventHandlers.class.getName() + "$" + type;
    Function bare = runtime.bare(handler);
    Function wrapped = runtime.wrapped(handler);
    byte[] event = Files.readAllBytes(EVENTS.resolve(type + ".json"));
    assertThat(bare.call(event).response() == null).isEqualTo(UNREADABLE.contains(type));
    variants(event)
        .forEach(variant -> assertThat(wrapped.call(variant)).isEqualTo(bare.call(variant)));
  }

  @ParameterizedTest
  @MethodSource("types")
  void sameResult_asMap(String type) throws IOException {
    LambdaRuntime runtime = LambdaRuntime.create();
    String handler = Handlers.Maps.class.getName();
    byte[] event = Files.readAllBytes(EVENTS.resolve(type + ".json"));
    Result bare = runtime.bare(handler).call(event);
    assertThat(bare.error()).isEmpty();
    assertThat(runtime.wrapped(handler).call(event)).isEqualTo(bare);
  }

  /** The event, what a test in the console may send in its place, and what is cut off. */
  private static Stream<byte[]> variants(byte[] event) {
    return Stream.of(
        event,
        "null".getBytes(UTF_8),
        "{\"key1\":\"value1\",\"Records\":[{}]}".getBytes(UTF_8),
        "{\"Records\":{},\"records\":\"\",\"headers\":[],\"requestContext\":0}".getBytes(UTF_8),
        "[]".getBytes(UTF_8),
        Arrays.copyOf(event, event.length / 2),
        new byte[0]);
  }
}
