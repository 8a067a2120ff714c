package io.opentelemetry.lambda.instrumentation.internal.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.instrumentation.FunctionInstrumentation;
import io.opentelemetry.lambda.instrumentation.internal.event.Event;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"httpMethod\":{\"a\":1}}",
        "{\"httpMethod\":\"GET\",\"requestContext\":{}}",
        "{\"requestContext\":\"GET\"}",
        "{\"requestContext\":{\"http\":\"GET\"}}",
        "{\"Records\":[]}",
        "{\"Records\":[\"aws:sqs\"]}",
        "{\"Records\":[{\"eventSource\":\"aws:sqs\"}]}",
        "{\"Records\":[{\"eventSource\":\"aws:codecommit\"}]}",
        "{\"detail-type\":\"a\"}",
        "{\"eventSource\":\"aws:unheard-of\"}",
        "{\"events\":[{\"event\":{}}]}",
        "{\"StateMachine\":\"a\"}",
      })
  void of_whatOnlyLooksLikeATrigger_isOther(String event) {
    assertThat(Triggers.of(Event.parse(event.getBytes(UTF_8)))).isInstanceOf(OtherTrigger.class);
  }

  @ParameterizedTest
  @CsvSource({
    "api-gateway-rest, ApiGatewayRestTrigger HttpTrigger Trigger",
    "function-url, ApiGatewayHttpTrigger FunctionUrlTrigger HttpTrigger Trigger",
    "sqs, MessagingTrigger SqsTrigger Trigger",
    "s3, DatasourceTrigger S3Trigger Trigger",
    "direct, OtherTrigger Trigger",
  })
  void of_loadsNoTriggerButTheOneThatFits(String event, String expected) throws Exception {
    RecordingLoader loader = new RecordingLoader();
    try (InputStream json = TriggersTest.class.getResourceAsStream("/events/" + event + ".json")) {
      Object read =
          loader
              .loadClass(Event.class.getName())
              .getMethod("read", InputStream.class)
              .invoke(null, json);
      loader
          .loadClass(Triggers.class.getName())
          .getMethod("of", read.getClass())
          .invoke(null, read);
      assertThat(String.join(" ", loader.triggers)).isEqualTo(expected);
    }
  }

  @Test
  void sqs_severalQueues() {
    String record = "{\"messageId\":\"1\",\"eventSource\":\"aws:sqs\",\"eventSourceARN\":\"a:%s\"}";
    String event = "{\"Records\":[" + record.formatted("x") + "," + record.formatted("y") + "]}";
    assertThat(Triggers.of(Event.parse(event.getBytes(UTF_8))).spanName())
        .isEqualTo("multiple_sources process");
  }

  /** Loads the classes of events and triggers anew. */
  private static final class RecordingLoader extends ClassLoader {

    private static final String PACKAGE =
        FunctionInstrumentation.class.getPackageName() + ".internal.";

    final Set<String> triggers = new TreeSet<>();

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      if (name.endsWith("Trigger")) {
        triggers.add(name.substring(name.lastIndexOf('.') + 1));
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
