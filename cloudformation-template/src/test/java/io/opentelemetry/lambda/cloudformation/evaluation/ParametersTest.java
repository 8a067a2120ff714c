package io.opentelemetry.lambda.cloudformation.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.cloudformation.TemplateFolder;
import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametersTest {

  private static final String SECTIONS =
      """
      Parameters:
        Stage: {Type: String, AllowedValues: [dev, prod], Default: dev}
        Name: {Type: String}
        Kept: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /kept}
      """;

  @TempDir Path temporary;
  private TemplateFolder folder;

  @BeforeEach
  void createFolder() {
    folder = new TemplateFolder(temporary);
  }

  @Test
  void given_isTakenBeforeTheDefault() {
    assertThat(read("Stage", Map.of("Stage", "prod"))).isEqualTo("prod");
    assertThat(read("Kept", Map.of("Kept", "given"))).isEqualTo("given");
    assertThat(read("Stage", Map.of())).isEqualTo("dev");
  }

  @Test
  void parameterWithoutValue_isAnErrorWhereItIsUsed() {
    assertThatThrownBy(() -> read("Name", Map.of()))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            folder.path("template.yaml")
                + ":14: Resources.F.Properties.Environment.Variables.VALUE: the parameter Name has"
                + " no value: give it one or, if it is a layer's ARN, a zip for the layer Name");
  }

  @Test
  void parameterWithoutValue_isNoErrorWhereItIsNotUsed() {
    assertThat(folder.readFunction("", SECTIONS).name()).isEqualTo("F");
  }

  @Test
  void unknownParameter_isAnErrorThatListsThose() {
    assertThatThrownBy(() -> read("Stage", Map.of("stage", "dev")))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            folder.path("template.yaml")
                + ":1: Parameters: there is no parameter stage, but Stage, Name, Kept");
  }

  @Test
  void unknownParameter_ofATemplateWithoutParameters() {
    String template = folder.template("", "");
    assertThatThrownBy(() -> folder.read(template, Map.of("Stage", "dev")))
        .isInstanceOf(TemplateException.class)
        .hasMessage(folder.path("template.yaml") + ":1: there is no parameter Stage");
  }

  @Test
  void valueThatIsNotAllowed_isAnError() {
    assertThatThrownBy(() -> read("Stage", Map.of("Stage", "test")))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            folder.path("template.yaml")
                + ":2: Parameters.Stage: Stage is test, but has to be one of dev, prod");
  }

  @Test
  void parameterWithoutType_isAnError() {
    String template =
        folder.template("MemorySize: !Ref Size", "Parameters: {Size: {Default: 512}}\n");
    assertThatThrownBy(() -> folder.read(template))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            folder.path("template.yaml") + ":1: Parameters.Size: the parameter has no Type");
  }

  private String read(String parameter, Map<String, String> given) {
    String properties = "Environment:\n  Variables:\n    VALUE: !Ref " + parameter;
    String template = folder.template(properties, SECTIONS);
    return folder.read(template, given).function("F").environment().get("VALUE");
  }
}
