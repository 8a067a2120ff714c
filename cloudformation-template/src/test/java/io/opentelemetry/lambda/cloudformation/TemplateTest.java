package io.opentelemetry.lambda.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole templates. */
class TemplateTest {

  private static final Path SAMPLE = Path.of("../sample-apps/aws-sdk/template.yaml");

  @TempDir Path temporary;
  private TemplateFolder folder;

  @BeforeEach
  void createFolder() {
    folder = new TemplateFolder(temporary);
  }

  @Test
  void read_theSampleOfThisRepository() throws IOException {
    Path template = folder.write("template.yaml", Files.readString(SAMPLE));
    Path code = folder.file("target/function.zip");
    Path layer = folder.file("layer.zip");
    Template read =
        Template.read(
            template, Map.of("OtlpEndpoint", "http://localhost:4318"), Map.of("LayerArn", layer));
    assertThat(read.functions())
        .containsExactly(
            new TemplateFunction(
                "Function",
                "Function",
                code,
                "example.awssdk.GetItemHandler",
                "java21",
                List.of(layer),
                Map.of(
                    "AWS_LAMBDA_EXEC_WRAPPER", "/opt/otel-handler",
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318",
                    "OTEL_EXPORTER_OTLP_HEADERS", "",
                    "TABLE_NAME", "Table"),
                1024,
                Duration.ofSeconds(30),
                List.of("x86_64"),
                StartMode.ON_DEMAND,
                OptionalInt.empty(),
                false));
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void read_quickStartOfSam() throws IOException {
    Path template = folder.resource("sam-java.yaml");
    Path sharedLayer = Files.createDirectory(folder.path("SharedLayer"));
    Path ordersLayer = folder.file("layers/orders.zip");
    Path hello = Files.createDirectory(folder.path("HelloWorldFunction"));
    Path orders = folder.file("target/orders.jar");
    Template read = Template.read(template, Map.of(), Map.of());
    assertThat(read.functions())
        .containsExactly(
            new TemplateFunction(
                "HelloWorldFunction",
                "HelloWorldFunction",
                hello,
                "helloworld.App::handleRequest",
                "java21",
                List.of(sharedLayer),
                Map.of("TABLE_NAME", "Table", "LOG_LEVEL", "DEBUG", "PARAM1", "VALUE"),
                512,
                Duration.ofSeconds(20),
                List.of("arm64"),
                StartMode.ON_DEMAND,
                OptionalInt.empty(),
                true),
            new TemplateFunction(
                "OrdersFunction",
                "local-orders",
                orders,
                "orders.Handler",
                "java21",
                List.of(sharedLayer, ordersLayer),
                Map.of("TABLE_NAME", "Table", "LOG_LEVEL", "INFO"),
                512,
                Duration.ofSeconds(60),
                List.of("x86_64"),
                StartMode.SNAP_START,
                OptionalInt.empty(),
                true));
    assertThat(read.warnings())
        .containsExactly(
            template
                + ":65: Resources.Cleaner.Properties.InlineCode: inline code cannot run here, only"
                + " zips, jars and folders; the function is left out");
  }

  @Test
  void read_cloudFormationWithDefaults() {
    TemplateFunction function = readCloudFormation("dev").function("Processor");
    assertThat(function.name()).isEqualTo("processor-dev");
    assertThat(function.memoryMb()).isEqualTo(512);
    assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(function.layers()).containsExactly(folder.path("otel.zip"));
    assertThat(function.startMode()).isEqualTo(StartMode.ON_DEMAND);
    assertThat(function.environment())
        .containsExactly(
            Map.entry("QUEUE_ARN", "arn:aws:sqs:us-east-1:123456789012:orders-dev"),
            Map.entry("QUEUE_NAME", "orders-dev"),
            Map.entry("TABLE_NAME", "Table"),
            Map.entry("ENCRYPT", "true"),
            Map.entry("SECRET", ""));
  }

  @Test
  void read_cloudFormationWithOtherValues() {
    Template template = readCloudFormation("prod");
    TemplateFunction function = template.function("processor-prod");
    assertThat(function.memoryMb()).isEqualTo(2048);
    assertThat(function.activeTracing()).isTrue();
    assertThat(function.startMode()).isEqualTo(StartMode.PROVISIONED_CONCURRENCY);
    assertThat(function.environment()).containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://here");
    assertThat(template.functions())
        .extracting(TemplateFunction::logicalId)
        .containsExactly("Processor", "OnlyInProd");
  }

  private Template readCloudFormation(String stage) {
    Path template = folder.resource("cloudformation.yaml");
    folder.file("build/processor.zip");
    String endpoint = stage.equals("prod") ? "http://here" : "";
    return Template.read(
        template,
        Map.of("Stage", stage, "Endpoint", endpoint),
        Map.of("OtelLayerArn", folder.file("otel.zip")));
  }

  @Test
  void read_jsonWithTabsAndEscapes() {
    Path template = folder.resource("managed-instances.json");
    Path code = folder.file("build/notifier.jar");
    assertThat(Template.read(template, Map.of(), Map.of()).functions())
        .containsExactly(
            new TemplateFunction(
                "Notifier",
                "notifier-dev",
                code,
                "notes.Notifier",
                "java25",
                List.of(),
                Map.of(
                    "TOPIC", "arn:aws:sns:us-east-1:123456789012:Topic",
                    "VERBOSE", "true",
                    "LIMIT", "10",
                    "TEXT", "tab\there, \"quoted\""),
                16384,
                Duration.ofSeconds(3),
                List.of("x86_64"),
                StartMode.MANAGED_INSTANCES,
                OptionalInt.of(16),
                false));
  }

  @Test
  void function_unknown_listsWhatThereIs() throws IOException {
    Template template = readSam();
    assertThatThrownBy(() -> template.function("Nothing"))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            folder.path("sam-java.yaml")
                + " has no function Nothing, but HelloWorldFunction, OrdersFunction (local-orders)");
  }

  @Test
  void function_thatCannotRunHere_saysWhy() throws IOException {
    Template template = readSam();
    assertThatThrownBy(() -> template.function("Cleaner"))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("Cleaner.Properties.InlineCode: inline code cannot run here");
  }

  private Template readSam() throws IOException {
    Path template = folder.resource("sam-java.yaml");
    Files.createDirectory(folder.path("SharedLayer"));
    Files.createDirectory(folder.path("HelloWorldFunction"));
    folder.file("layers/orders.zip");
    folder.file("target/orders.jar");
    return Template.read(template, Map.of(), Map.of());
  }
}
