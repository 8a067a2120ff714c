package io.opentelemetry.lambda.tools.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.tools.ToolException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateAttachmentTest {

  private static final String ARN =
      "arn:aws:lambda:us-east-1:123456789012:layer:opentelemetry-java-wrapper:3";

  @Test
  void functionWithoutEither_getsLayersAndVariables_andKeepsItsComments() {
    assertEdited(
        """
        # a shop
        Resources:
          Orders: # takes them
            Type: AWS::Serverless::Function
            Properties:
              # the newest
              Runtime: java21
              Handler: example.Handler
        """,
        """
        # a shop
        Resources:
          Orders: # takes them
            Type: AWS::Serverless::Function
            Properties:
              # the newest
              Layers:
                - %s
              Environment:
                Variables:
                  AWS_LAMBDA_EXEC_WRAPPER: /opt/otel-handler
                  OTEL_EXPORTER_OTLP_ENDPOINT: https://o.example:4318
              Runtime: java21
              Handler: example.Handler
        """
            .formatted(ARN));
  }

  @Test
  void functionWithBoth_isAddedTo() {
    assertEdited(
        """
        Resources:
          Orders:
            Type: AWS::Lambda::Function
            Properties:
              Environment:
                Variables:
                  MINE: !Sub "${Stage}"   # whose?
              Layers:
              - !Ref Own   # first
              Runtime: java21
        """,
        """
        Resources:
          Orders:
            Type: AWS::Lambda::Function
            Properties:
              Environment:
                Variables:
                  AWS_LAMBDA_EXEC_WRAPPER: /opt/otel-handler
                  OTEL_EXPORTER_OTLP_ENDPOINT: https://o.example:4318
                  MINE: !Sub "${Stage}"   # whose?
              Layers:
              - !Ref Own   # first
              - %s
              Runtime: java21
        """
            .formatted(ARN));
  }

  @Test
  void olderVersion_isReplaced() {
    assertEdited(
        """
        Resources:
          Orders:
            Type: AWS::Lambda::Function
            Properties:
              Layers: ["%s", !Ref Own]
              Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: /opt/otel-handler}}
              Runtime: java21
        """
            .formatted(ARN.replace(":3", ":2")),
        """
        Resources:
          Orders:
            Type: AWS::Lambda::Function
            Properties:
              Layers: [%s, !Ref Own]
              Environment: {Variables: {OTEL_EXPORTER_OTLP_ENDPOINT: https://o.example:4318, AWS_LAMBDA_EXEC_WRAPPER: /opt/otel-handler}}
              Runtime: java21
        """
            .formatted(ARN));
  }

  @Test
  void json_staysJson() {
    assertEdited(
        """
        {"Resources": {"Orders": {"Type": "AWS::Lambda::Function",
          "Properties": {"Runtime": "java21", "Environment": {"Variables": {}}}}}}
        """,
        """
        {"Resources": {"Orders": {"Type": "AWS::Lambda::Function",
          "Properties": {"Layers": ["%s"], "Runtime": "java21", "Environment": {"Variables": {"AWS_LAMBDA_EXEC_WRAPPER": "/opt/otel-handler", "OTEL_EXPORTER_OTLP_ENDPOINT": "https://o.example:4318"}}}}}}
        """
            .formatted(ARN));
  }

  @Test
  void lineEnds_andLettersBeyondTheFirstPlane_stay() {
    TemplateAttachment attachment =
        of(
            """
            Description: "😀"
            Resources:
              A:
                Type: AWS::Lambda::Function
                Properties:
                  Runtime: java21
            """
                .replace("\n", "\r\n"));
    assertThat(attachment.edited())
        .startsWith("Description: \"😀\"\r\nResources:\r\n")
        .contains("    Properties:\r\n      Layers:\r\n        - " + ARN + "\r\n      Environment:")
        .endsWith("      Runtime: java21\r\n");
  }

  @Test
  void globals_areMinded() {
    String template =
        """
        Globals:
          Function:
            Runtime: java21
            Layers: [%s]
            Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: /opt/otel-handler}}
        Resources:
          Orders:
            Type: AWS::Serverless::Function
            Properties: {Handler: a.B}
        """
            .formatted(ARN);
    assertThat(of(template).lines())
        .isEqualTo(
            Map.of("Orders", List.of("+ OTEL_EXPORTER_OTLP_ENDPOINT=https://o.example:4318")));
  }

  @Test
  void secondRun_changesNothing() {
    String template =
        """
        Resources:
          A: {Type: AWS::Lambda::Function, Properties: {Runtime: java21}}
          B:
            Type: AWS::Serverless::Function
            Properties:
              Runtime: java21
              Layers:
                - Fn::Sub: arn:${AWS::Partition}:x
        """;
    String once = of(template).edited();
    assertThat(of(once).changesText()).isFalse();
    assertThat(of(once).lines()).isEqualTo(Map.of("A", List.of(), "B", List.of()));
  }

  @Test
  void propertiesOfAnAlias_areChangedOnce() {
    String template =
        """
        Resources:
          A:
            Type: AWS::Lambda::Function
            Properties: &same
              Runtime: java21
          B:
            Type: AWS::Lambda::Function
            Properties: *same
        """;
    assertThat(of(template).edited()).containsOnlyOnce("Layers:").containsOnlyOnce("Variables:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Runtime: !Ref R",
        "Runtime: java21\n      Architectures: [!Ref A]",
        "Runtime: java21\n      Layers: !Ref L",
        "Runtime: java21\n      Layers: [a, b, c, d, e]",
        "Runtime: java21\n      Environment: !Ref E",
        "Runtime: java21\n      Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: /opt/mine}}",
        "Runtime: java21\n      Environment: {Variables: {AWS_LAMBDA_EXEC_WRAPPER: !Ref W}}"
      })
  void functionThatCannotBeChanged_isNamed(String properties) {
    TemplateAttachment attachment =
        of(
            "Resources:\n  A:\n    Type: AWS::Lambda::Function\n    Properties:\n      "
                + properties
                + "\n");
    assertThat(attachment.refusals()).singleElement().asString().startsWith("A: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a: [", "a: b", "Resources: 5", "{\"Resources\": }"})
  void whatIsNoTemplate_isAUsageError(String text) {
    assertThatThrownBy(() -> of(text)).isInstanceOf(ToolException.class);
  }

  private static void assertEdited(String template, String edited) {
    assertThat(of(template).edited()).isEqualTo(edited);
  }

  private static TemplateAttachment of(String template) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(Change.EXEC_WRAPPER, Change.SCRIPT);
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", "https://o.example:4318");
    return TemplateAttachment.of(
        template,
        (runtime, architecture) ->
            new Wish(List.of(new LayerChoice(ARN, /* instruments= */ true)), variables));
  }
}
