package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that doctor and the layer's debug lines tell a library that is too old from one that is
 * not, in a jar with the classes of all and nothing of their versions.
 */
@EnabledIfSystemProperty(named = "tests.all", matches = "true")
class ShadedLibrariesIT {

  /** Each with its last release that is too old and with one that is not. */
  private static final Map<String, List<String>> RELEASES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("org.apache.httpcomponents:httpclient", List.of("4.2.6", "4.3")),
              Map.entry("org.apache.httpcomponents.client5:httpclient5", List.of("5.1.4", "5.2")),
              Map.entry("com.amazonaws:aws-java-sdk-core", List.of("1.10.77", "1.11.0")),
              Map.entry(
                  "org.elasticsearch.client:elasticsearch-rest-client", List.of("7.4.2", "7.5.0")),
              Map.entry("io.grpc:grpc-core", List.of("1.5.0", "1.6.1")),
              Map.entry("redis.clients:jedis", List.of("3.10.0", "4.0.0")),
              Map.entry("org.apache.kafka:kafka-clients", List.of("2.0.1", "2.1.0")),
              Map.entry("io.lettuce:lettuce-core", List.of("5.3.7.RELEASE", "6.0.0.RELEASE")),
              Map.entry("org.mongodb:mongo-java-driver", List.of("3.0.4", "3.1.0")),
              Map.entry("org.mongodb:mongodb-driver-reactivestreams", List.of("1.13.1", "4.0.0")),
              Map.entry(
                  "io.projectreactor.netty:reactor-netty", List.of("0.9.20.RELEASE", "1.0.0")),
              Map.entry("org.springframework:spring-webflux", List.of("5.2.22.RELEASE", "5.3.0"))));

  /** Has the client since {@code reactor-netty} was divided. */
  private static final String DIVIDED = "io.projectreactor.netty:reactor-netty-http";

  private static final Pattern DOCTOR =
      Pattern.compile(" {2}(.*) \\(.*\\) is not traced by the wrapper layer, which knows it from");
  private static final Pattern LAYER =
      Pattern.compile("\\[otel\\] (.*) \\(.*\\) is not traced: this layer knows it from .*");

  @TempDir Path folder;

  @Test
  void oldReleases_areNamed() throws Exception {
    shade(0, "");
    assertThat(byDoctor()).hasSameSizeAs(RELEASES.keySet()).isEqualTo(byLayer());
  }

  @Test
  void newReleases_areNot() throws Exception {
    shade(1, "");
    assertThat(byDoctor()).isEmpty();
    assertThat(byLayer()).isEmpty();
  }

  /** Neither layer knows them by other names. */
  @Test
  void relocatedReleases_areNot() throws Exception {
    shade(0, "shaded/");
    assertThat(byDoctor()).isEmpty();
    assertThat(byLayer()).isEmpty();
  }

  private Set<String> byDoctor() throws Exception {
    Command.Finished finished =
        Command.of(Layer.ROOT.resolve("run.sh").toString())
            .with("doctor", folder.toString())
            .environment(Map.of("NO_BUILD", "1"))
            .run();
    return names(DOCTOR, finished.output().lines());
  }

  private Set<String> byLayer() {
    try (LambdaEnvironment lambda =
        Layer.WRAPPER
            .function(folder, "functions.ObjectHandler")
            .environment("OTEL_LOG_LEVEL", "debug")
            .build()) {
      assertThat(lambda.invoke("{}").error()).isNull();
      return names(LAYER, UserCodeIT.diagnostics(lambda).stream());
    }
  }

  private static Set<String> names(Pattern pattern, Stream<String> lines) {
    Set<String> names = new HashSet<>();
    lines
        .map(pattern::matcher)
        .filter(Matcher::lookingAt)
        .forEach(matcher -> names.add(matcher.group(1)));
    return names;
  }

  /** Puts all classes into one jar. */
  private void shade(int release, String prefix) throws Exception {
    FunctionFolder.create(folder, List.of());
    Path jar = Files.createDirectories(folder.resolve("lib")).resolve("all.jar");
    Set<String> names = new HashSet<>();
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream shaded = new ZipOutputStream(file);
        Stream<Path> libraries = Files.list(fetch(release))) {
      for (Path library : (Iterable<Path>) libraries.sorted()::iterator) {
        copy(library, prefix, names, shaded);
      }
    }
  }

  private static void copy(Path library, String prefix, Set<String> names, ZipOutputStream shaded)
      throws IOException {
    try (ZipInputStream jar = new ZipInputStream(Files.newInputStream(library))) {
      for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF/") && names.add(name)) {
          shaded.putNextEntry(new ZipEntry(prefix + name));
          jar.transferTo(shaded);
        }
      }
    }
  }

  /** By Maven, into a folder that is kept. */
  private static Path fetch(int release) throws Exception {
    return Dependencies.copy(
        Layer.ROOT.resolve("integration-tests/target/shaded-libraries/" + release),
        pom(release),
        "-DexcludeTransitive=true");
  }

  private static String pom(int release) {
    StringBuilder dependencies = new StringBuilder();
    RELEASES.forEach(
        (artifact, versions) -> {
          boolean divided = release > 0 && DIVIDED.startsWith(artifact);
          String[] names = (divided ? DIVIDED : artifact).split(":", -1);
          dependencies.append(
              """
              <dependency>
                <groupId>%s</groupId>
                <artifactId>%s</artifactId>
                <version>%s</version>
                <exclusions>
                  <exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion>
                </exclusions>
              </dependency>
              """
                  .formatted(names[0], names[1], versions.get(release)));
        });
    return """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>functions</groupId>
          <artifactId>shaded-libraries</artifactId>
          <version>1</version>
          <dependencies>%s</dependencies>
        </project>
        """
        .formatted(dependencies);
  }
}
