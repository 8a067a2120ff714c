package io.opentelemetry.lambda.wrapper.internal.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import example.Handlers;
import io.opentelemetry.lambda.wrapper.ExecutionWrapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class UserHandlerTest {

  private static final ClassLoader LOADER = UserHandlerTest.class.getClassLoader();

  @Test
  void load_missingClass_failsAtEachInvocation() {
    UserHandler handler = UserHandler.load("example.Missing::handle", LOADER);
    UserFault fault = fault(handler);
    assertThat(fault.msg).isEqualTo("Class not found: example.Missing");
    assertThat(fault.exception).isEqualTo("java.lang.ClassNotFoundException");
    assertThat(fault.fatal).isFalse();
    assertThat(fault(handler)).isSameAs(fault);
  }

  @Test
  void load_staticInitializerThatThrows_failsAtInit_andLaterAtEachInvocation() {
    String name = Handlers.ThrowingInitializer.class.getName();
    assertThatThrownBy(() -> UserHandler.load(name, LOADER))
        .isExactlyInstanceOf(ExceptionInInitializerError.class)
        .hasMessage("Error loading class " + name)
        .satisfies(
            e -> assertThat(e.getSuppressed()[0]).hasRootCauseMessage("For input string: \"x\""));

    UserFault fault = fault(UserHandler.load(name, LOADER));
    assertThat(fault.exception).isEqualTo("java.lang.NoClassDefFoundError");
    assertThat(fault.msg).startsWith("Error loading class " + name + ": ");
    assertThat(fault.fatal).isTrue();
  }

  @ParameterizedTest
  @NullAndEmptySource
  void load_noName_saysWhatToDo(String name) {
    assertThat(fault(UserHandler.load(name, LOADER)).msg)
        .isEqualTo(
            "OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER is not set: it must name the function's own"
                + " handler, as package.Class or package.Class::method");
  }

  @ParameterizedTest
  @ValueSource(strings = {"::", "::method", "example.Handler::"})
  void load_nameThatIsNone_failsAsTheRuntimeDoes(String name) {
    assertThat(fault(UserHandler.load(name, LOADER)).msg)
        .isEqualTo("Invalid handler: `" + name + "'");
  }

  @Test
  void load_theWrapperItself_saysWhatToDo() {
    assertThat(fault(UserHandler.load(ExecutionWrapper.class.getName(), LOADER)).msg)
        .isEqualTo(
            "OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER names the wrapper: it must name the function's"
                + " own handler");
  }

  private static UserFault fault(UserHandler handler) {
    return catchThrowableOfType(
        UserFault.class,
        () ->
            handler.handleRequest(
                new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), null));
  }
}
