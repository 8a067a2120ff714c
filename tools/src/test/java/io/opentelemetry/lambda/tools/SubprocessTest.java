package io.opentelemetry.lambda.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubprocessTest {

  @Test
  void run_programThatDoesNotReadItsInput_isJudgedByItsStatus() {
    // more than a pipe takes, so that writing meets the program's end
    Subprocess.Finished finished =
        Subprocess.of("sh", "-c", "exec <&-; echo done").reading("x".repeat(1_000_000)).run();
    assertThat(finished.status()).isZero();
    assertThat(finished.output()).isEqualTo("done\n");
  }
}
