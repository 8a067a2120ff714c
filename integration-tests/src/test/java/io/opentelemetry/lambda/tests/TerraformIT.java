package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Terraform module, where Terraform is installed. */
class TerraformIT {

  @TempDir Path folder;

  @Test
  void module_isFormattedAndValid_andPassesItsTests() throws Exception {
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
