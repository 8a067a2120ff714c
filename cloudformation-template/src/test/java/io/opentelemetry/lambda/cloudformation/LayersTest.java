package io.opentelemetry.lambda.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayersTest {

  private static final String ARN = "arn:aws:lambda:eu-west-1:901920570463:layer:otel:3";

  private static final String SECTIONS =
      """
      Parameters:
        Open: {Type: String}
        Set: {Type: String, Default: '%s'}
        All: {Type: CommaDelimitedList, Default: '%s,%s'}
        Kept: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /layers/otel}
      Conditions:
        Never: !Equals [a, b]
      """
          .formatted(ARN, ARN, ARN.replace("otel", "other"));

  private static final String OWN =
      """
        Own:
          Type: AWS::Lambda::LayerVersion
          Properties:
            LayerName: own-layer
            Content: own.zip
        InS3:
          Type: AWS::Serverless::LayerVersion
          Properties:
            ContentUri: {Bucket: b, Key: k}
      """;

  @TempDir Path temporary;
  private TemplateFolder folder;

  @BeforeEach
  void createFolder() {
    folder = new TemplateFolder(temporary);
    folder.file("own.zip");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "!Ref Set | " + ARN,
        "!Ref Set | otel",
        "!Ref Set | Set",
        "!Ref Open | Open",
        "!Ref Kept | Kept",
        ARN + " | otel",
        "!Ref InS3 | InS3",
        "!Sub 'arn:${AWS::Partition}:lambda:${AWS::Region}:1:layer:otel:9' | otel",
      })
  void find_givenByName(String layer, String name) {
    Path given = folder.file("given.zip");
    Template template = read("Layers: [" + layer + "]", Map.of(name, given));
    assertThat(template.function("F").layers()).containsExactly(given);
    assertThat(template.warnings()).isEmpty();
  }

  @Test
  void find_severalInTheirOrder() {
    Path otel = folder.file("otel.zip");
    Path other = folder.file("other.zip");
    assertThat(
            read("Layers: !Ref All", Map.of("other", other, "otel", otel)).function("F").layers())
        .containsExactly(otel, other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!Ref Own",
        "!GetAtt Own.LayerVersionArn",
        "!If [Never, x, !Ref Own]",
        "!Ref AWS::NoValue, !Ref Own",
      })
  void find_ownOfTheTemplate(String layer) {
    assertThat(read("Layers: [" + layer + "]", Map.of()).function("F").layers())
        .containsExactly(folder.path("own.zip"));
  }

  @Test
  void find_givenInsteadOfOwn() {
    Path given = folder.file("given.zip");
    assertThat(read("Layers: [!Ref Own]", Map.of("own-layer", given)).function("F").layers())
        .containsExactly(given);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "!Ref Set | the layer "
            + ARN
            + " is not of this template: give a zip for it, by this ARN, by its name otel or by the"
            + " parameter that has it",
        "!Ref Open | the parameter Open has no value: give it one or, if it is a layer's ARN, a zip"
            + " for the layer Open",
        "text | the layer text is not of this template: give a zip for it, by this ARN or by the"
            + " parameter that has it",
        "!Ref Kept | the value of the parameter Kept is in AWS, at /layers/otel, but needed here:"
            + " use a parameter, and give it a value",
        "{Arn: a} | a map stands where a text belongs",
      })
  void find_notLocal_isAnErrorThatSaysWhatToDo(String layer, String problem) {
    assertThatThrownBy(() -> read("Layers: [" + layer + "]", Map.of()))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            folder.path("template.yaml") + ":15: Resources.F.Properties.Layers[0]: " + problem);
  }

  @Test
  void find_ownInS3_isAnError() {
    assertThatThrownBy(() -> read("Layers: [!Ref InS3]", Map.of()))
        .isInstanceOf(TemplateException.class)
        .hasMessageEndingWith(
            "Resources.InS3.Properties.ContentUri: this is no local zip or folder: name one, or"
                + " give a zip for InS3");
  }

  @Test
  void find_givenFileIsMissing_isAnError() {
    Path missing = folder.path("missing.zip");
    assertThatThrownBy(() -> read("Layers: [!Ref Open]", Map.of("Open", missing)))
        .isInstanceOf(TemplateException.class)
        .hasMessageEndingWith("Layers[0]: there is no " + missing);
  }

  @Test
  void givenThatNoFunctionHas_isAWarning() {
    Template template = read("", Map.of("otel", folder.file("given.zip")));
    assertThat(template.warnings())
        .containsExactly(folder.path("template.yaml") + ": no function has a layer otel");
  }

  private Template read(String properties, Map<String, Path> layers) {
    Path template = folder.write("template.yaml", folder.template(properties, SECTIONS) + OWN);
    return Template.read(template, Map.of(), layers);
  }
}
