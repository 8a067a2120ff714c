package io.opentelemetry.lambda.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobalsTest {

  private static final String GLOBALS =
      """
      Conditions:
        Never: !Equals [a, b]
      Globals:
        Function:
          MemorySize: 256
          Timeout: !If [Never, 1, 60]
          Architectures: [arm64]
          Environment:
            Variables:
              GLOBAL: global
              BOTH: !Sub '${AWS::Region}'
      """;

  @TempDir Path temporary;
  private TemplateFolder folder;

  @BeforeEach
  void createFolder() {
    folder = new TemplateFolder(temporary);
  }

  @Test
  void merge_maps() {
    TemplateFunction function =
        read("Environment: {Variables: {BOTH: !Ref AWS::AccountId, OWN: own}}");
    assertThat(function.environment())
        .containsOnly(
            Map.entry("GLOBAL", "global"),
            Map.entry("BOTH", "123456789012"),
            Map.entry("OWN", "own"));
  }

  @Test
  void merge_lists_globalsFirst() {
    assertThat(read("Architectures: [x86_64]").architectures()).containsExactly("arm64", "x86_64");
  }

  @Test
  void merge_scalars_ownWins() {
    TemplateFunction function = read("MemorySize: 512");
    assertThat(function.memoryMb()).isEqualTo(512);
    assertThat(function.timeout().toSeconds()).isEqualTo(60);
  }

  @Test
  void merge_functionOfCloudFormations_isNotMerged() {
    TemplateFunction function =
        read("Environment: !If [Never, {}, {Variables: {OWN: own}}]\nTimeout: 5");
    assertThat(function.environment()).containsOnly(Map.entry("OWN", "own"));
    assertThat(function.timeout().toSeconds()).isEqualTo(5);
  }

  @Test
  void merge_functionWithoutProperties() {
    folder.file("function.zip");
    String all = "    CodeUri: function.zip\n    Handler: H\n    Runtime: java21\n";
    String resources = "Resources: {F: {Type: 'AWS::Serverless::Function'}}\n";
    assertThat(folder.read(GLOBALS + all.indent(0) + resources).functions()).hasSize(1);
  }

  @Test
  void functionThatIsNotOfSam_hasNoGlobals() {
    assertThat(folder.readFunction("", GLOBALS).memoryMb()).isEqualTo(128);
  }

  @Test
  void globalsThatAreNoMap_areAnError() {
    assertThatThrownBy(() -> folder.readFunction("", "Globals: {Function: [a]}\n"))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            folder.path("template.yaml")
                + ":1: Globals.Function: a list stands where a map belongs");
  }

  private TemplateFunction read(String properties) {
    String template = folder.template(properties, GLOBALS);
    return folder
        .read(
            template
                .replace("AWS::Lambda::Function", "AWS::Serverless::Function")
                .replace("Code:", "CodeUri:"))
        .function("F");
  }
}
