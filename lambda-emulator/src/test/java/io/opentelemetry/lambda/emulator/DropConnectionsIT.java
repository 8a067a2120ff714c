package io.opentelemetry.lambda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropConnectionsIT {

  private static final String EXPORT = "{\"do\":\"export\"}";

  @TempDir Path folder;

  @Test
  void dropConnections_eachFreezeDropsThem() {
    try (LambdaEnvironment lambda = Programs.function(folder).dropConnections(true).build()) {
      assertThat(lambda.invoke(EXPORT).response()).isEqualTo("200");
      assertThat(lambda.invoke(EXPORT).response()).isEqualTo("\"ConnectionResetError\"");
    }
  }

  @Test
  void byDefault_connectionsOutliveTheFreeze() {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      assertThat(lambda.invoke(EXPORT).response()).isEqualTo("200");
      assertThat(lambda.invoke(EXPORT).response()).isEqualTo("200");
    }
  }
}
