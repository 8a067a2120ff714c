package io.opentelemetry.lambda.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that variables are read in one file per layer, in the languages that ArchUnit does not
 * know. The other files are listed with the reason why they read one themselves.
 */
class VariablesTest {

  private static final Path ROOT = Path.of("..");

  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of(
            "python-layer/src",
            ".py",
            "os\\.environ|getenv",
            "otel_lambda/settings.py",
            Map.of(
                "otel_lambda/diagnostics.py", "a line must be possible before settings are read",
                "otel_lambda/api/registry.py", "hides one from the API while it is imported")),
        Arguments.of(
            "nodejs-layer/src",
            ".ts",
            "process\\.env",
            "index.ts", // hands it to settings/
            Map.of(
                "handler/user-function.ts", "set by Lambda",
                "invocation/parent-context.ts", "set by Lambda for each invocation",
                "instrumentation/aws-sdk-calls.ts", "set by Lambda",
                "instrumentation/http-requests.ts", "set by Lambda")),
        Arguments.of(
            "ruby-layer/src",
            ".rb",
            "\\bENV\\b",
            "otel_lambda/settings.rb",
            Map.of(
                "otel_lambda/start.rb", "gives the function back what otel-handler changed",
                "otel_lambda/instrumentation/aws_sdk.rb", "set by Lambda for each invocation")),
        Arguments.of(
            "go-instrumentation",
            ".go",
            "os\\.(Getenv|LookupEnv|Environ)\\b",
            "setup.go", // hands it to settings
            Map.of()),
        Arguments.of(
            "collector-layer/components",
            ".go",
            "os\\.(Getenv|LookupEnv|Environ)\\b",
            "internal/environment/environment.go",
            Map.of(
                "directcollector/default.go",
                "reads what the default configuration has by ${env:…}, as the Collector would")));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void variables_areReadInOneFile(
      String folder, String ending, String reading, String reader, Map<String, String> others)
      throws IOException {
    Set<String> allowed = new TreeSet<>(others.keySet());
    allowed.add(reader);
    assertThat(files(ROOT.resolve(folder), ending, Pattern.compile(reading))).isEqualTo(allowed);
  }

  /** The files that a layer is made of, without programs of a folder of their own and tests. */
  private static Set<String> files(Path folder, String ending, Pattern reading) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !file.toString().endsWith("_test.go"))
          .filter(file -> !isOfAProgram(folder.relativize(file)))
          .filter(file -> reading.matcher(text(file)).find())
          .map(file -> folder.relativize(file).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static boolean isOfAProgram(Path file) {
    return file.startsWith("benchmark")
        || file.startsWith("conformance")
        || file.startsWith("target");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
