package io.opentelemetry.lambda.wrapper.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StackTracesTest {

  private static final StackTraceElement USER = frame("example.Handler");
  private static final StackTraceElement OWN =
      frame("io.opentelemetry.lambda.wrapper.internal.handler.PojoHandler");
  private static final StackTraceElement RUNTIME = frame("com.amazonaws.Runtime");

  @Test
  void cut_removesOwnFramesAndThoseBelow() {
    Throwable thrown = exception(USER, USER, OWN, RUNTIME);
    assertThat(StackTraces.cut(thrown)).isSameAs(thrown);
    assertThat(thrown.getStackTrace()).containsExactly(USER, USER);
  }

  @Test
  void cut_noOwnFrame_leavesTheTrace() {
    Throwable thrown = exception(USER, RUNTIME);
    assertThat(StackTraces.cut(thrown).getStackTrace()).containsExactly(USER, RUNTIME);
  }

  @Test
  void cut_causesAndSuppressed() {
    Throwable cause = exception(USER, OWN);
    Throwable suppressed = exception(USER, OWN);
    Throwable thrown = exception(OWN);
    thrown.initCause(cause);
    cause.addSuppressed(suppressed);
    StackTraces.cut(thrown);
    assertThat(thrown.getStackTrace()).isEmpty();
    assertThat(cause.getStackTrace()).containsExactly(USER);
    assertThat(suppressed.getStackTrace()).containsExactly(USER);
  }

  @Test
  void cut_circularCauses_ends() {
    Throwable first = exception(USER, OWN);
    Throwable second = exception(USER, OWN);
    first.initCause(second);
    second.initCause(first);
    StackTraces.cut(first);
    assertThat(second.getStackTrace()).containsExactly(USER);
  }

  private static Throwable exception(StackTraceElement... trace) {
    Throwable thrown = new Throwable("test");
    thrown.setStackTrace(trace);
    return thrown;
  }

  private static StackTraceElement frame(String type) {
    return new StackTraceElement(type, "method", "File.java", 1);
  }
}
