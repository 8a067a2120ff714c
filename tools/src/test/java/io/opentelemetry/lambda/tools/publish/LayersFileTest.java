package io.opentelemetry.lambda.tools.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.tools.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersFileTest {

  private static final String TABLE =
      "before\n<!-- layers: begin, written by publish -->\nold\n<!-- layers: end -->\nafter\n";

  @TempDir Path folder;
  private Path json;
  private Path document;

  @BeforeEach
  void files() throws IOException {
    json = folder.resolve("layers.json");
    document = Files.writeString(folder.resolve("layers.md"), TABLE);
  }

  @Test
  void write_oneEntryInEachLine_sorted() throws IOException {
    LayersFile file = open();
    file.record(entry("b", "us-east-1", 1, false));
    file.record(entry("a", "us-east-1", 2, true));
    file.write();
    assertThat(json)
        .hasContent(
            """
            {
              "layers": [
                {"name": "a", "region": "us-east-1", "arn": "arn:aws:lambda:us-east-1:1:layer:a:2", "public": true, "sha256": "00", "runtimes": ["java21", "java25"], "architectures": ["arm64"]},
                {"name": "b", "region": "us-east-1", "arn": "arn:aws:lambda:us-east-1:1:layer:b:1", "public": false, "sha256": "00", "runtimes": ["java21", "java25"], "architectures": ["arm64"]}
              ]
            }
            """);
  }

  @Test
  void write_replacesTheLayersEarlierVersion_andKeepsOthers() throws IOException {
    LayersFile first = open();
    first.record(entry("a", "us-east-1", 1, true));
    first.record(entry("a", "eu-west-1", 1, true));
    first.write();
    LayersFile second = open();
    second.record(entry("a", "us-east-1", 2, true));
    second.write();
    assertThat(Files.readString(json)).contains("us-east-1:1:layer:a:2", "eu-west-1:1:layer:a:1");
    assertThat(Files.readString(json)).doesNotContain("us-east-1:1:layer:a:1");
  }

  @Test
  void write_withoutTheDeletedVersion() throws IOException {
    LayersFile first = open();
    first.record(entry("a", "us-east-1", 1, true));
    first.write();
    LayersFile second = open();
    second.forget("arn:aws:lambda:us-east-1:1:layer:a:1");
    second.write();
    assertThat(json).hasContent("{\n  \"layers\": [\n  ]\n}\n");
    assertThat(document).content().contains("There are no public layer ARNs yet");
  }

  @Test
  void write_tableOfPublicOnes_byRegion() throws IOException {
    LayersFile file = open();
    file.record(entry("a", "us-east-1", 1, true));
    file.record(entry("a", "eu-west-1", 1, true));
    file.record(entry("a", "eu-west-2", 1, false));
    file.write();
    assertThat(document)
        .hasContent(
            """
            before
            <!-- layers: begin, written by publish -->
            | layer | ARN | regions |
            | --- | --- | --- |
            | a | `arn:aws:lambda:REGION:1:layer:a:1` | `eu-west-1`, `us-east-1` |
            <!-- layers: end -->
            after
            """);
  }

  @Test
  void write_nothingChanged_leavesTheFilesAlone() {
    open().write();
    assertThat(json).doesNotExist();
    assertThat(document).hasContent(TABLE);
  }

  @Test
  void write_aFileThatIsNone_isOneLine() throws IOException {
    Files.writeString(json, "nonsense");
    LayersFile file = open();
    file.record(entry("a", "us-east-1", 1, true));
    assertThatThrownBy(file::write)
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith(json + " is not what publish writes: ");
  }

  private LayersFile open() {
    return new LayersFile(json, new ArnTable(document));
  }

  private static LayerEntry entry(String name, String region, int version, boolean isPublic) {
    String arn = "arn:aws:lambda:%s:1:layer:%s:%d".formatted(region, name, version);
    return new LayerEntry(
        name, region, arn, isPublic, "00", List.of("java21", "java25"), List.of("arm64"));
  }
}
