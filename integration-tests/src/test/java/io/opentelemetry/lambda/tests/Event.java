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
 * A test of a row of the documented table of what happens to telemetry, for each policy: it has a
 * {@link Layer} and a {@link Policy} as parameters. The layers have the same pipeline, and the
 * agent's takes long to start, so without {@code -Dtests.all=true} it has the first policy only.
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

  final class Cells implements ArgumentsProvider {

    @Override
    public Stream<Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      Policy[] policies = context.getRequiredTestMethod().getAnnotation(Event.class).policies();
      int agents = Thoroughness.ALL ? policies.length : 1;
      return Stream.concat(
          cells(Layer.WRAPPER, Arrays.stream(policies)),
          cells(Layer.JAVAAGENT, Arrays.stream(policies).limit(agents)));
    }

    private static Stream<Arguments> cells(Layer layer, Stream<Policy> policies) {
      return policies.map(policy -> Arguments.of(layer, policy));
    }
  }
}
