package io.opentelemetry.lambda.tests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test of a row of the README's table of what happens to telemetry, for each policy and both
 * layers: it has a {@link Layer} and a {@link Policy} as parameters.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0} {1}")
@ArgumentsSource(Event.Cells.class)
@interface Event {

  /** The row's first cell. */
  String value();

  /** Where it can happen. */
  Policy[] policies() default {
    Policy.BEFORE_RESPONSE, Policy.AFTER_RESPONSE, Policy.ADAPTIVE, Policy.MANAGED_INSTANCES
  };

  /** Each policy with each layer. */
  final class Cells implements ArgumentsProvider {

    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      Event event = context.getRequiredTestMethod().getAnnotation(Event.class);
      return Arrays.stream(event.policies())
          .flatMap(
              policy ->
                  Stream.of(
                      Arguments.of(Layer.WRAPPER, policy), Arguments.of(Layer.JAVAAGENT, policy)));
    }
  }
}
