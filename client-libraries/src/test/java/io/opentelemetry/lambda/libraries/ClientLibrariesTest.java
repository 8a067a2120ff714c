package io.opentelemetry.lambda.libraries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  private static final Pattern LEFT_TO_FUNCTION =
      Pattern.compile("leave_to_function (\\S+) \\S+ ([A-Z0-9_]+)\\n");

  private static final String KNOWN =
      "client-libraries/src/main/resources/io/opentelemetry/lambda/known-libraries";
  private static final String AT_BUILD_TIME =
      "agent-builder/src/main/resources/io/opentelemetry/lambda/agent/buildtime/instrumentations.txt";
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+");

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

  /** Where the function has such a library, {@code otel-handler} switches the agent's off. */
  @Test
  void artifacts_areLeftToAFunctionThatBringsThem() throws IOException {
    Map<String, Set<String>> left = leftToFunction();
    libraries
        .values()
        .forEach(
            library ->
                library.artifacts().stream()
                    .filter(artifact -> artifact.startsWith(INSTRUMENTATION))
                    .map(artifact -> artifact.substring(artifact.indexOf(":opentelemetry-") + 15))
                    .filter(artifact -> !artifact.contains("-common")) // no user has it alone
                    .forEach(
                        artifact ->
                            assertThat(left.getOrDefault(artifact, Set.of()))
                                .as("leave_to_function %s", artifact)
                                .anyMatch(name -> name.startsWith(variable(library)))));
  }

  @Test
  void whatIsLeftToFunctions_isOfALibraryWithADescriptor() throws IOException {
    leftToFunction()
        .forEach(
            (artifact, switches) ->
                assertThat(libraries.values())
                    .as("leave_to_function %s", artifact)
                    .anyMatch(
                        library ->
                            switches.stream()
                                .anyMatch(name -> name.startsWith(variable(library)))));
  }

  /** By instrumentation library, the parts of the agent that {@code otel-handler} switches off. */
  private static Map<String, Set<String>> leftToFunction() throws IOException {
    Map<String, Set<String>> left = new TreeMap<>();
    Matcher matcher =
        LEFT_TO_FUNCTION.matcher(
            Files.readString(ROOT.resolve("execution-wrapper/src/main/layer/otel-handler")));
    while (matcher.find()) {
      left.computeIfAbsent(matcher.group(1), library -> new TreeSet<>()).add(matcher.group(2));
    }
    assertThat(left).isNotEmpty();
    return left;
  }

  /** The switch as it is in the name of a variable. */
  private static String variable(ClientLibrary library) {
    return library.switchName().replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** Those of the JDK are in no function. */
  @Test
  void known_areAllLibrariesWithAVersion_fromThatVersionOn() throws IOException {
    Set<String> since = new TreeSet<>();
    Set<String> atBuildTime = new TreeSet<>();
    for (String line : Files.readAllLines(ROOT.resolve(KNOWN))) {
      if (!line.startsWith("#")) {
        String[] columns = line.split(" ", 7);
        assertThat(columns).as(line).hasSize(7);
        if (!columns[1].equals("-")) {
          since.add(columns[0] + " " + columns[1]);
        }
        if (columns[2].equals("yes")) {
          atBuildTime.add(columns[0]);
        }
      }
    }
    assertThat(Files.readAllLines(ROOT.resolve(AT_BUILD_TIME))).containsAll(atBuildTime);
    for (ClientLibrary library : libraries.values()) {
      if (library.name() != null && !library.name().startsWith("Spring's RestTemplate")) {
        Matcher versions = VERSION.matcher(String.valueOf(library.since()));
        while (versions.find()) {
          assertThat(since)
              .as("%s, since %s", library.switchName(), library.since())
              .anyMatch(line -> line.endsWith(" " + versions.group()));
        }
      }
    }
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
