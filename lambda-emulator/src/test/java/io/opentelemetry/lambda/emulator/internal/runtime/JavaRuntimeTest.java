package io.opentelemetry.lambda.emulator.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaRuntimeTest {

  @TempDir Path jdk;

  @ParameterizedTest
  @CsvSource({
    "1.8.0_402, java8.al2",
    "11.0.22, java11",
    "17.0.15, java17",
    "21, java21",
    "25-ea, java25",
  })
  void of_jdk_isTheRuntimeOfItsVersion(String version, String runtime) throws IOException {
    writeRelease("JAVA_VERSION=\"" + version + "\"");
    assertThat(JavaRuntime.of(jdk).name()).isEqualTo(runtime);
  }

  @ParameterizedTest
  @CsvSource({"IMPLEMENTOR=\"x\"", "JAVA_VERSION=\"x\"", "JAVA_VERSION=\"1\""})
  void of_odd_saysSo(String release) throws IOException {
    writeRelease(release);
    assertThatThrownBy(() -> JavaRuntime.of(jdk))
        .isInstanceOf(EmulatorException.class)
        .hasMessageContaining("is no JDK");
  }

  @Test
  void of_unknownName_saysWhatThereIs() throws IOException {
    writeRelease("JAVA_VERSION=\"17\"");
    assertThatThrownBy(() -> JavaRuntime.of(jdk, "java6"))
        .isInstanceOf(EmulatorException.class)
        .hasMessage(
            "there is no runtime java6: there are [java11, java17, java21, java25, java8.al2]");
  }

  @ParameterizedTest
  @CsvSource({
    "java8.al2, false, ''",
    "java11,    false, -XX:-TieredCompilation",
    "java17,    false, -XX:TieredStopAtLevel=1",
    "java21,    true,  -XX:TieredStopAtLevel=1",
    "java25,    false, -XX:TieredStopAtLevel=1",
    "java25,    true,  ''",
  })
  void command_hasLambdasFlags(String runtime, boolean initializedAhead, String compilation)
      throws IOException {
    writeRelease("JAVA_VERSION=\"17\"");
    List<String> command = JavaRuntime.of(jdk, runtime).command(1024, "a.B::c", initializedAhead);
    assertThat(command)
        .startsWith("/var/lang/bin/java", "-XX:MaxHeapSize=891289k", "-XX:+UseSerialGC")
        .endsWith("com.amazonaws.services.lambda.runtime.api.client.AWSLambda", "a.B::c");
    assertThat(String.join(" ", command)).contains(compilation);
    assertThat(command.stream().filter(argument -> argument.contains("Tiered")))
        .hasSize(compilation.isEmpty() ? 0 : 1);
  }

  private void writeRelease(String line) throws IOException {
    Files.writeString(jdk.resolve("release"), line + "\n");
  }
}
