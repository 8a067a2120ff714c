package io.opentelemetry.lambda.cloudformation.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.opentelemetry.lambda.cloudformation.Template;
import io.opentelemetry.lambda.cloudformation.TemplateFolder;
import io.opentelemetry.lambda.cloudformation.TemplateFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** YAML and JSON, well-formed and not. */
@Timeout(60)
class FormatsTest {

  /** Names that the templates among the tests' resources have. */
  private static final List<String> CODE =
      List.of(
          "HelloWorldFunction",
          "SharedLayer",
          "layers/orders.zip",
          "target/orders.jar",
          "build/processor.zip",
          "build/notifier.jar");

  @TempDir Path temporary;
  private TemplateFolder folder;

  @BeforeEach
  void createFolder() {
    folder = new TemplateFolder(temporary);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "yes | true",
        "Off | false",
        "TRUE | true",
        "'yes' | yes",
        "y | y",
        "010 | 8",
        "0x1F | 31",
        "1_000 | 1000",
        "1:30 | 90",
        "012345678901 | 012345678901",
        "123456789012 | 123456789012",
        "1.10 | 1.1",
        "1.2.3 | 1.2.3",
        "2012-10-17 | 2012-10-17",
        "!!str 010 | 010",
        "!!int text | text",
        "'' | ``",
      })
  void yaml_scalar_isWhatCloudFormationMakesOfIt(String yaml, String expected) {
    TemplateFunction function = read("Environment: {Variables: {VALUE: " + yaml + "}}");
    assertThat(function.environment()).containsEntry("VALUE", expected);
  }

  @Test
  void yaml_anchorsAndMergeKeys() {
    TemplateFunction function =
        folder.readFunction(
            """
            Environment:
              Variables:
                <<: *shared
                OWN: own
                BOTH: own
            """,
            """
            Metadata:
              A: &shared
                BOTH: shared
                OTHER: !Ref AWS::Region
            """);
    assertThat(function.environment())
        .containsOnly(
            Map.entry("OWN", "own"), Map.entry("BOTH", "own"), Map.entry("OTHER", "us-east-1"));
  }

  @Test
  void yaml_mergeOfSeveral_firstWins() {
    TemplateFunction function =
        folder.readFunction(
            "Environment: {Variables: {<<: [*first, *second]}}",
            "Metadata: {A: &first {KEY: first}, B: &second {KEY: second, MORE: more}}\n");
    assertThat(function.environment())
        .containsOnly(Map.entry("KEY", "first"), Map.entry("MORE", "more"));
  }

  @Test
  void yaml_sharedMoreOftenThanAnAttackWould_isFine() {
    StringBuilder template =
        new StringBuilder(folder.template("Environment: &e {Variables: {A1: b}}", ""));
    for (int i = 0; i < 100; i++) {
      template.append("  T%d: {Type: X, Environment: *e}\n".formatted(i));
    }
    assertThat(folder.read(template.toString()).functions()).hasSize(1);
  }

  @Test
  void yaml_byteOrderMark_isSkipped() {
    assertThat(folder.read("\uFEFF" + folder.template("", "")).functions()).hasSize(1);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        arguments("a: 'b", ":1: is not YAML: found unexpected end of stream"),
        arguments("a: b: c", ":1: is not YAML: mapping values are not allowed here"),
        arguments("a: *b", ":1: is not YAML: found undefined alias b"),
        arguments("a: 1\n\tb: 2", ":2: is not YAML: found character '\\t(TAB)'"),
        arguments("a: 1\n---\nb: 2", ":2: is not YAML: but found another document"),
        arguments("a: \u0001", " is not YAML: special characters are not allowed"),
        arguments("[".repeat(100_000), " is not YAML: Nesting Depth exceeded max 50"),
        arguments("a: 1\nb: 1\na: 2", ":3: a: this key stands here twice"),
        arguments("a:\n  b:\n    c: 1\n    c: 2", ":4: a.b.c: this key stands here twice"),
        arguments("a:\nb: 1", ":1: a: there is no value; a template has no nulls"),
        arguments("a: [1, ~]", ":1: a[1]: there is no value; a template has no nulls"),
        arguments("? [a]\n: b", ":1: a list or a map stands where a key belongs"),
        arguments("a: {<<: text}", ":1: a: a text stands where a map belongs"),
        arguments("- a", ":1: a list stands where a map belongs"),
        arguments("text", ":1: a text stands where a map belongs"),
        arguments("# nothing", " is empty"),
        arguments("", " is empty"),
        arguments("{\"a\": 1, \"a\": 2}", ":1: is not JSON: Duplicate"),
        arguments("{\"a\":\n tru}", ":2: is not JSON: Unrecognized token 'tru'"),
        arguments("{\"a\": null}", ":1: a: there is no value; a template has no nulls"),
        arguments("{\"a\": [1, null]}", ":1: a[1]: there is no value; a template has no nulls"),
        arguments("{\"a\": 1}\n{}", ":2: is not JSON: something follows its end"),
        arguments("{\"a\": 1", ":1: is not JSON: Unexpected end-of-input"),
        arguments("{a: 1}", ":1: is not JSON: Unexpected character ('a'"),
        arguments("{\"a\":".repeat(10_000), ":1: is not JSON: Document nesting depth"));
  }

  @ParameterizedTest
  @MethodSource
  void malformed(String content, String problem) {
    assertError(content, problem);
  }

  @Test
  void aliases_thatStandForVeryMuch_areAnError() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String aliases = "*a" + (i - 1) + (", *a" + (i - 1)).repeat(9);
      yaml.append("a%d: &a%d [%s]\n".formatted(i, i, aliases));
    }
    assertThat(error(yaml.toString())).endsWith("the aliases stand for more than 200000 values");
  }

  @Test
  void aliasOfItself_isAnError() {
    assertThat(error("a: &a [*a]")).endsWith("the aliases lead deeper than 50 levels");
    assertThat(error("a: &a {b: *a}")).endsWith("the aliases lead deeper than 50 levels");
    assertThat(error("a: &a {<<: *a}")).endsWith("the aliases lead deeper than 50 levels");
  }

  @Test
  void fileLargerThanATemplate_isAnError() {
    assertError(" ".repeat(10 * 1024 * 1024), " is larger than a template may be, which is 1 MB");
  }

  @Test
  void largestTemplate_isRead() {
    String template = folder.template("", "");
    String filler = "#".repeat(1024 * 1024 - template.length());
    assertThat(folder.read(template + filler).functions()).hasSize(1);
  }

  @Test
  void fileThatIsNoText_isAnError() throws IOException {
    Path file = folder.path("template.yaml");
    Files.write(file, "a: é".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> Template.read(file, Map.of(), Map.of()))
        .isInstanceOf(TemplateException.class)
        .hasMessage(file + " is no text in UTF-8");
  }

  @Test
  void missingFile_isAnError() {
    assertThatThrownBy(() -> Template.read(folder.path("nowhere.yaml"), Map.of(), Map.of()))
        .isInstanceOf(TemplateException.class)
        .hasMessage(folder.path("nowhere.yaml") + ": there is no such file");
    assertThatThrownBy(() -> Template.read(temporary, Map.of(), Map.of()))
        .isInstanceOf(TemplateException.class)
        .hasMessage(temporary + ": there is no such file");
  }

  /** Whatever is changed in a template, it is read or refused in one line. */
  @ParameterizedTest
  @ValueSource(strings = {"sam-java.yaml", "cloudformation.yaml", "managed-instances.json"})
  void mutatedTemplate_isReadOrRefusedInOneLine(String name) throws IOException {
    Path file = folder.resource(name);
    String original = Files.readString(file);
    for (String code : CODE) {
      folder.file(code);
    }
    Map<String, Path> layers = Map.of("OtelLayerArn", folder.file("otel.zip"));
    Random random = new Random(name.hashCode());
    for (int i = 0; i < Integer.getInteger("fuzz", 300); i++) {
      folder.write(name, mutate(original, random));
      try {
        Template.read(file, Map.of(), layers);
      } catch (TemplateException e) {
        assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
      }
    }
  }

  /** Removes, repeats or moves some of the text, a few times. */
  private static String mutate(String text, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int i = 0; i <= random.nextInt(3); i++) {
      int start = random.nextInt(mutated.length());
      int end = Math.min(mutated.length(), start + 1 + random.nextInt(20));
      String part = mutated.substring(start, end);
      if (random.nextBoolean()) {
        mutated.delete(start, end);
      }
      mutated.insert(random.nextInt(mutated.length()), random.nextBoolean() ? part : "");
    }
    return mutated.toString();
  }

  private TemplateFunction read(String properties) {
    return folder.readFunction(properties, "");
  }

  private void assertError(String content, String problem) {
    assertThat(error(content))
        .startsWith(folder.path("template.yaml") + problem)
        .doesNotContain("\n");
  }

  private String error(String content) {
    return catchThrowableOfType(TemplateException.class, () -> folder.read(content)).getMessage();
  }
}
