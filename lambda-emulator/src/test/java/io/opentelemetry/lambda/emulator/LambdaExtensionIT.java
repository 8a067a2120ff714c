package io.opentelemetry.lambda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.junit.LambdaExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

class LambdaExtensionIT {

  @TempDir static Path folder;

  /** One environment for all tests of the class. */
  @Nested
  @Execution(ExecutionMode.SAME_THREAD)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  class StaticField {

    @RegisterExtension
    static final LambdaExtension lambda = LambdaExtension.of(() -> Programs.function(folder));

    @Test
    @Order(1)
    void firstTest_isAColdStart() {
      assertThat(lambda.invoke("1").coldStart()).isTrue();
    }

    @Test
    @Order(2)
    void secondTest_hasTheSameEnvironment() {
      assertThat(lambda.invoke("1").coldStart()).isFalse();
      assertThat(lambda.spans()).isEmpty();
    }
  }

  /** An environment for each test. */
  @Nested
  @Execution(ExecutionMode.SAME_THREAD)
  class Field {

    @RegisterExtension
    final LambdaExtension lambda = LambdaExtension.of(() -> Programs.function(folder));

    @Test
    void oneTest_hasAnEnvironmentOfItsOwn() {
      assertThat(lambda.invoke("1").coldStart()).isTrue();
    }

    @Test
    void anotherTest_hasAnEnvironmentOfItsOwn() {
      assertThat(lambda.invoke(InvocationRequest.of("1")).coldStart()).isTrue();
    }
  }
}
