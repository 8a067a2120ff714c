package io.opentelemetry.lambda.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the files that a function finds around itself. */
class FileSystemIT {

  @TempDir Path folder;

  @Test
  void codeAndLayers_areReadOnly_andTmpIsTheEnvironmentsOwn() throws Exception {
    Path marker = Files.createTempFile("host-", "");
    try (LambdaEnvironment lambda =
        Programs.function(folder)
            .layer(Programs.layer(folder, "extension.py", "watcher"))
            .build()) {
      assertThat(
              lambda
                  .invoke("{\"do\":\"write\",\"paths\":[\"/var/task/x\",\"/opt/x\",\"/tmp/x\"]}")
                  .response())
          .isEqualTo("{\"/var/task/x\": false, \"/opt/x\": false, \"/tmp/x\": true}");
      assertThat(
              lambda
                  .invoke("{\"do\":\"list\",\"paths\":[\"/var/task\",\"/opt\",\"/tmp\"]}")
                  .response())
          .isEqualTo(
              "{\"/var/task\": [\"bootstrap\"], \"/opt\": [\"extensions\"], \"/tmp\": [\"x\"]}");
    } finally {
      Files.delete(marker);
    }
  }

  @Test
  void variables_areLambdas() {
    try (LambdaEnvironment lambda =
        Programs.function(folder).environment("MINE", "a \"b\" ç").build()) {
      assertThat(lambda.invoke("{\"do\":\"environment\"}").response())
          .contains(
              "\"AWS_LAMBDA_FUNCTION_NAME\": \"orders\"",
              "\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\": \"512\"",
              "\"AWS_LAMBDA_FUNCTION_VERSION\": \"$LATEST\"",
              "\"AWS_LAMBDA_LOG_GROUP_NAME\": \"/aws/lambda/orders\"",
              "\"_HANDLER\": \"the.Handler\"",
              "\"LAMBDA_TASK_ROOT\": \"/var/task\"",
              "\"TZ\": \":UTC\"",
              "\"MINE\": \"a \\\"b\\\" \\u00e7\"")
          .doesNotContain("\"HOME\"");
    }
  }

  @Test
  void freeze_stopsWhatTheFunctionLeftBehind() throws Exception {
    try (LambdaEnvironment lambda = Programs.function(folder).build()) {
      lambda.invoke("{\"do\":\"count in the background\"}");
      Waiting.await().until(() -> !lambda.invoke("{\"do\":\"count\"}").response().equals("0"));
      long frozen = count(lambda);
      Thread.sleep(300); // enough for thirty more, if it ran
      assertThat(count(lambda) - frozen).isLessThan(25);
    }
  }

  private static long count(LambdaEnvironment lambda) {
    return Long.parseLong(lambda.invoke("{\"do\":\"count\"}").response());
  }
}
