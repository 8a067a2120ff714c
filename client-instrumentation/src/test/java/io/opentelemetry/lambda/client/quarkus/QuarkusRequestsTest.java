package io.opentelemetry.lambda.client.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;

class QuarkusRequestsTest {

  private static final ContextKey<String> KEY = ContextKey.named("key");

  private final Object first = new Object();
  private final Object second = new Object();

  @Test
  void request_hasTheContextOfItsInvocation_untilThatEnds() {
    send(first, "first");
    assertThat(current()).isEqualTo("first");
    QuarkusRequests.close(first);
    assertThat(current()).isNull();
  }

  @Test
  void connectionThatIsClosedAgain_leavesTheNextInvocationAlone() {
    send(first, "first");
    QuarkusRequests.close(first);
    send(second, "second");
    QuarkusRequests.close(first);
    assertThat(current()).isEqualTo("second");
    QuarkusRequests.close(second);
  }

  @Test
  void threadWithAContext_keepsIt() {
    send(first, "first");
    try (Scope scope = Context.root().with(KEY, "thread's").makeCurrent()) {
      assertThat(current()).isEqualTo("thread's");
    }
    QuarkusRequests.close(first);
  }

  private static void send(Object connection, String invocation) {
    try (Scope scope = Context.root().with(KEY, invocation).makeCurrent()) {
      QuarkusRequests.sendMessage(connection, "request");
    }
  }

  /** Seen where a request is worked on. */
  private static String current() {
    Object started = QuarkusRequests.run(new Object());
    try {
      return Context.current().get(KEY);
    } finally {
      QuarkusRequests.end(started, null);
    }
  }
}
