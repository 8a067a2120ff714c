package io.opentelemetry.lambda.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientLibrariesTest {

  private static final Path ROOT = Path.of("..");
  private static final String INSTRUMENTATION = "io.opentelemetry.instrumentation:";

  /** Instrumentation libraries that hooks of each library use. */
  private static final Set<String> SHARED =
      Set.of(
          INSTRUMENTATION + "opentelemetry-instrumentation-api-incubator",
          INSTRUMENTATION + "opentelemetry-declarative-config-bridge");

  private static final Pattern COMPILED =
      Pattern.compile(
          "<groupId>(io.opentelemetry.instrumentation)</groupId>\\s*"
              + "<artifactId>([^<]+)</artifactId>\\s*</dependency>");

  private final Map<String, ClientLibrary> libraries;

  @TempDir Path folder;

  ClientLibrariesTest() throws IOException {
    libraries = ClientLibraries.read(ROOT);
  }

  @Test
  void descriptor_isFoundInEachPackageOfHooks() {
    assertThat(libraries)
        .containsKeys(
            "io/opentelemetry/lambda/client/okhttp",
            "io/opentelemetry/lambda/client/spring/web",
            "io/opentelemetry/lambda/client/javahttpclient");
  }

  /** The layer packs the instrumentation libraries that hooks are compiled with, and no others. */
  @Test
  void artifacts_areTheDependenciesOfTheHooks() throws IOException {
    Set<String> compiled = new TreeSet<>();
    Matcher matcher =
        COMPILED.matcher(Files.readString(ROOT.resolve("client-instrumentation/pom.xml")));
    while (matcher.find()) {
      compiled.add(matcher.group(1) + ":" + matcher.group(2));
    }
    compiled.removeAll(SHARED);
    Set<String> packed =
        libraries.values().stream()
            .flatMap(library -> library.artifacts().stream())
            .filter(artifact -> artifact.startsWith(INSTRUMENTATION))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packed).isEqualTo(compiled);
  }

  @Test
  void table_isTheDocuments() throws IOException {
    String page = Files.readString(ROOT.resolve(DocumentedTable.PAGE));
    assertThat(DocumentedTable.update(page, libraries))
        .as("java -jar client-libraries/target/client-libraries.jar docs writes the table")
        .isEqualTo(page);
  }

  @Test
  void unknownKey_isAnError_thatNamesFileAndKey() throws IOException {
    Path descriptor =
        Files.writeString(folder.resolve("library.yaml"), "switch: okhttp\nmark: []\n");
    assertThatThrownBy(() -> ClientLibraries.parse(descriptor))
        .hasMessageContaining("library.yaml")
        .hasMessageContaining("\"mark\"");
  }

  @Test
  void missingSwitch_isAnError() throws IOException {
    Path descriptor = Files.writeString(folder.resolve("library.yaml"), "name: OkHttp\n");
    assertThatThrownBy(() -> ClientLibraries.parse(descriptor))
        .hasMessageContaining("switch: is missing");
  }
}
