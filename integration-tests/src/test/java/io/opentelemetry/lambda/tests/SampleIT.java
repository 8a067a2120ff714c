package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples, as a user tries them: each is invoked three times. */
class SampleIT {

  private static final Path SAMPLES = Layer.ROOT.resolve("sample-apps");

  /** Tests that run beside these listen at the default port. */
  private static final String[] ANY_PORT = {"--otlp-port", "0"};

  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>(Map.of("NO_BUILD", "1"));

  @ParameterizedTest
  @EnumSource
  void wrapper_traces(Sample sample) throws Exception {
    assertTraced(sample, tryOut(sample, "wrapper", ANY_PORT));
  }

  static Stream<Sample> underTheAgent() {
    return Stream.of(Sample.values())
        .filter(sample -> Thoroughness.ALL || sample != Sample.ASYNC_HTTP);
  }

  @ParameterizedTest
  @MethodSource("underTheAgent")
  void javaagent_tracesTheSame(Sample sample) throws Exception {
    assertTraced(sample, tryOut(sample, "javaagent", ANY_PORT));
  }

  static Stream<Sample> behindTheCollector() {
    return Thoroughness.ALL ? Stream.of(Sample.values()) : Stream.of(Sample.OKHTTP);
  }

  @ParameterizedTest
  @MethodSource("behindTheCollector")
  void collector_passesItOn(Sample sample) throws Exception {
    CollectorLayer.zip(); // or skipped
    environment.put("COLLECTOR_PORT", Integer.toString(Ports.free()));
    environment.put("COLLECTOR_GRPC_PORT", Integer.toString(Ports.free()));
    environment.put("COLLECTOR_SINK_PORT", Integer.toString(Ports.free()));
    assertTraced(sample, tryOut(sample, "wrapper", "--layer", "collector"));
  }

  /**
   * Those that a layer might be needed for: their code is about telemetry, or they are an image.
   */
  @ParameterizedTest
  @EnumSource(names = {"CONTAINER_IMAGE", "CUSTOM_TELEMETRY", "OKHTTP"})
  void noLayer_answersTheSame(Sample sample) throws Exception {
    assertThat(tryOut(sample, "none", ANY_PORT).get("resourceSpans")).isEmpty();
  }

  @Test
  void eachFolderOfJava_isASampleWithItsFiles() throws Exception {
    List<String> folders;
    try (Stream<Path> files = Files.list(SAMPLES)) {
      folders =
          files
              .filter(file -> Files.exists(file.resolve("pom.xml")))
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("target"))
              .toList();
    }
    assertThat(folders)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Sample.values()).map(Sample::folder).toList())
        .allSatisfy(
            name -> {
              Path sample = SAMPLES.resolve(name);
              assertThat(sample.resolve("run.sh")).isExecutable();
              assertThat(sample.resolve("template.yaml")).exists();
              assertThat(sample.resolve("event.json")).exists();
              assertThat(sample.resolve("trace.svg")).content().contains(root(name), "cold start");
              assertThat(sample.resolve("README.md")).content().contains("](trace.svg)");
            });
  }

  private static String root(String folder) {
    return Arrays.stream(Sample.values())
        .filter(sample -> sample.folder().equals(folder))
        .findFirst()
        .orElseThrow()
        .root();
  }

  private JsonNode tryOut(Sample sample, String layer, String... options) throws Exception {
    File json = folder.resolve("report.json").toFile();
    Command.Finished finished =
        Command.of(Layer.ROOT.resolve("run.sh").toString(), "try", sample.folder())
            .with("--layer", layer)
            .with(options)
            .with("--no-cpu-limit", "--quiet", "--json", json.toString())
            .environment(environment)
            .run();
    assertThat(finished.status()).as(finished.output()).isZero();
    JsonNode report = new ObjectMapper().readTree(json);
    assertThat(report.get("invocations"))
        .hasSize(3)
        .allSatisfy(
            invocation ->
                assertThat(invocation.get("response").textValue()).contains(sample.response()));
    return report;
  }

  /** That each invocation has its span, with the sample's other spans and no more below it. */
  private static void assertTraced(Sample sample, JsonNode report) {
    List<JsonNode> spans =
        report.get("resourceSpans").findValues("spans").stream()
            .flatMap(SampleIT::elements)
            .filter(span -> !CollectorLayer.isPlatform(span.get("name").textValue()))
            .toList();
    List<JsonNode> roots =
        spans.stream().filter(span -> span.get("name").textValue().equals(sample.root())).toList();
    assertThat(roots)
        .hasSize(3)
        .allSatisfy(root -> assertThat(namesBelow(root, spans)).hasSameElementsAs(sample.below()));
    sample.checkMore(report, roots);
  }

  /** With the agent, a span that the code makes by hand may have the agent's below it. */
  private static Set<String> namesBelow(JsonNode parent, List<JsonNode> spans) {
    Set<String> names = new HashSet<>();
    for (JsonNode span : spans) {
      if (parent.get("spanId").equals(span.get("parentSpanId"))) {
        names.add(span.get("name").textValue());
        names.addAll(namesBelow(span, spans));
      }
    }
    return names;
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
