package io.opentelemetry.lambda.tools.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTemplateTest {

  @TempDir Path folder;

  @Test
  void attach_layersAndArns_inPlaceOfTheParameter() throws IOException {
    SampleTemplate template = template();
    template.attach(List.of(BuiltLayer.WRAPPER), List.of("arn:x"));
    assertThat(template.parameters()).containsExactly("OtlpEndpoint");
    assertThat(template.toString())
        .contains("- !Ref 'WrapperLayer'", "- \"arn:x\"", "AWS::Lambda::LayerVersion")
        .contains("!Sub '${AWS::StackName}-wrapper'")
        .doesNotContain("LayerArn");
  }

  @Test
  void attach_theCollector_theFunctionReportsToIt() throws IOException {
    SampleTemplate template = template();
    template.attach(List.of(BuiltLayer.WRAPPER, BuiltLayer.COLLECTOR_AMD64), List.of());
    assertThat(template.toString())
        .contains("OTEL_LAMBDA_COLLECTOR_ENDPOINT\": !Ref 'OtlpEndpoint'")
        .doesNotContain("OTEL_EXPORTER_OTLP_ENDPOINT");
  }

  @Test
  void attach_theCollectorToAFunctionThatIsMadeForIt_variablesStay() {
    SampleTemplate template =
        SampleTemplate.read(Path.of("..", "sample-apps", "go", "template.yaml"));
    BuiltLayer layer = BuiltLayer.ofRuntime(template.runtime());
    assertThat(layer).isEqualTo(BuiltLayer.COLLECTOR_AMD64);
    template.attach(List.of(layer), List.of());
    assertThat(template.toString())
        .contains("- !Ref 'CollectorLayer'", "OTEL_LAMBDA_COLLECTOR_ENDPOINT")
        .doesNotContain("OTEL_EXPORTER_OTLP_ENDPOINT");
  }

  @Test
  void runtime_ofTheFunction() throws IOException {
    assertThat(template().runtime()).isEqualTo("java21");
  }

  private SampleTemplate template() throws IOException {
    return SampleTemplate.read(
        Files.writeString(
            folder.resolve("template.yaml"),
            """
            Parameters:
              LayerArn: {Type: String}
              OtlpEndpoint: {Type: String}
            Resources:
              Function:
                Type: AWS::Lambda::Function
                Properties:
                  Runtime: java21
                  Code: target/function.zip
                  Layers:
                    - !Ref LayerArn
                  Environment:
                    Variables:
                      OTEL_EXPORTER_OTLP_ENDPOINT: !Ref OtlpEndpoint
            """));
  }
}
