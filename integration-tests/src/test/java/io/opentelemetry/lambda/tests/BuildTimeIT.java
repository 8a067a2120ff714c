package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests a function that is instrumented at build time: under the wrapper layer it has the agent's
 * spans, without it or under the agent it is as if it had not been instrumented.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuildTimeIT {

  private static final Path JDK = Path.of(System.getProperty("java.home"));

  /** Releases that the hooks do not know, in one function. */
  private static final ClientVersion OLDER =
      new ClientVersion(
          List.of(
              "jedis.command",
              "jedis.pipeline",
              "jedis.transaction",
              "lettuce.sync",
              "lettuce.async",
              "lettuce.reactive",
              "lettuce.error"),
          List.of("redis.clients:jedis:3.10.0", "io.lettuce:lettuce-core:5.3.7.RELEASE"));

  private static final ClientVersion OLDER_JEDIS =
      new ClientVersion(List.of("jedis.command"), List.of("redis.clients:jedis:3.10.0"));

  @TempDir static Path folder;

  private Path instrumented;
  private Path instrumentedOlder;
  private ClientLayers layers;

  @BeforeAll
  void start() throws Exception {
    instrumented = instrument(ClientFunction.ZIP, "function.zip");
    instrumentedOlder = instrument(OLDER.function(), "older.zip");
    layers = ClientLayers.startInstrumented(ClientFunction.ZIP, instrumented, JDK, Map.of());
  }

  @AfterAll
  void stop() {
    layers.close();
  }

  private static Path instrument(Path function, String name, String... options) throws Exception {
    return instrument("UTC", function, name, options);
  }

  private static Path instrument(String timeZone, Path function, String name, String... options)
      throws Exception {
    Path output = folder.resolve(name);
    Command.Finished finished =
        Command.of(Layer.ROOT.resolve("run.sh").toString())
            .with("instrument", function.toString(), "--output", output.toString())
            .with(options)
            .environment(Map.of("NO_BUILD", "1", "TZ", timeZone))
            .run();
    assertThat(finished.status()).as(finished.output()).isZero();
    return output;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apache4.default",
        "apache5.default",
        "apache5.custom",
        "apache4Async.default",
        "apache5.async",
        "jedis.command",
        "jedis.unified",
        "jedis.error",
        "jedis.pipeline",
        "jedis.transaction",
        "lettuce.sync",
        "lettuce.async",
        "lettuce.reactive",
        "lettuce.error"
      })
  void instrumentedLibrary_hasTheAgentsSpan(String client) {
    layers.compare(client);
  }

  @Test
  void olderLibrary_hasTheAgentsSpan() throws Exception {
    try (ClientLayers older =
        ClientLayers.startInstrumented(OLDER.function(), instrumentedOlder, JDK, Map.of())) {
      OLDER.clients().forEach(older::compare);
    }
  }

  /** As the shade plugin makes them. */
  @Test
  void jarOfAllClasses_isTraced() throws Exception {
    Path shaded = shade(OLDER_JEDIS.function(), folder.resolve("shaded.jar"));
    compareWithoutAgent(instrument(shaded, "shaded.zip"));
  }

  /**
   * Spring Boot's executable jar, whose library is signed and has other classes for newer releases
   * of Java, which alone can be loaded.
   */
  @Test
  void springBootsJar_isTraced() throws Exception {
    Path jar = springBootJar(OLDER_JEDIS.function(), folder.resolve("boot.jar"));
    compareWithoutAgent(instrument(jar, "boot.zip", "--strip-signatures"));
  }

  /** With a function of the same classes, that is no jar. */
  private static void compareWithoutAgent(Path traced) throws Exception {
    try (ClientLayers layers =
        ClientLayers.startInstrumentedWithoutAgent(OLDER_JEDIS.function(), traced, JDK)) {
      assertThat(layers.compare("jedis.command").span().getName()).isEqualTo("SET");
    }
  }

  private static Path springBootJar(Path function, Path jar) throws Exception {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(function)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = function.relativize(file).toString();
        byte[] content = Files.readAllBytes(file);
        if (name.startsWith("lib/jedis-")) {
          content = signedForNewerReleases(content);
        }
        out.putNextEntry(
            new ZipEntry("BOOT-INF/" + (name.startsWith("lib/") ? "" : "classes/") + name));
        out.write(content);
      }
      out.putNextEntry(new ZipEntry("BOOT-INF/classpath.idx"));
      out.putNextEntry(new ZipEntry("org/springframework/boot/loader/launch/JarLauncher.class"));
    }
    return jar;
  }

  private static byte[] signedForNewerReleases(byte[] jar) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      out.write("Manifest-Version: 1.0\nMulti-Release: true\n".getBytes(UTF_8));
      out.putNextEntry(new ZipEntry("META-INF/OWNER.SF"));
      out.write("Signature-Version: 1.0\n".getBytes(UTF_8));
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (name.equals("redis/clients/jedis/Connection.class")) {
          out.putNextEntry(new ZipEntry(name));
          out.putNextEntry(new ZipEntry("META-INF/versions/11/" + name));
          out.write(in.readAllBytes());
        } else if (!name.startsWith("META-INF/")) {
          out.putNextEntry(new ZipEntry(name));
          out.write(in.readAllBytes());
        }
      }
    }
    return bytes.toByteArray();
  }

  private static Path shade(Path function, Path shaded) throws Exception {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(function)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(".class")) {
          classes.put(function.relativize(file).toString(), Files.readAllBytes(file));
        } else if (file.toString().endsWith(".jar")) {
          addClasses(file, classes);
        }
      }
    }
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(shaded))) {
      for (Map.Entry<String, byte[]> each : classes.entrySet()) {
        out.putNextEntry(new ZipEntry(each.getKey()));
        out.write(each.getValue());
      }
    }
    return shaded;
  }

  private static void addClasses(Path jar, Map<String, byte[]> classes) throws Exception {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
          classes.put(entry.getName(), in.readAllBytes());
        }
      }
    }
  }

  /** With {@code -Dtests.all=true} on all other JDKs, else on the newest. */
  static Stream<Path> otherJdks() {
    List<Path> jdks = Jdks.all().stream().filter(jdk -> !jdk.equals(JDK)).toList();
    return jdks.stream().skip(Thoroughness.ALL ? 0 : Math.max(0, jdks.size() - 1));
  }

  @ParameterizedTest
  @MethodSource("otherJdks")
  void otherJdk_runsWhatIsInstrumented(Path jdk) throws Exception {
    try (ClientLayers other =
        Thoroughness.ALL
            ? ClientLayers.startInstrumented(ClientFunction.ZIP, instrumented, jdk, Map.of())
            : ClientLayers.startInstrumentedWithoutAgent(ClientFunction.ZIP, instrumented, jdk)) {
      for (String client :
          List.of("apache4.default", "apache5.async", "jedis.command", "lettuce.reactive")) {
        other.compare(client);
      }
    }
  }

  /** Among them one client above another. */
  @ParameterizedTest
  @ValueSource(strings = {"okhttp.sync", "spring.rest", "jdk.async", "httpUrlConnection.get"})
  void otherLibraries_areTracedByTheHooks(String client) {
    layers.compareRemote(client);
  }

  /** Among them a switch. */
  @Test
  void settingsOfTheAgent_areUsed() throws Exception {
    Map<String, String> settings =
        Map.of(
            "OTEL_INSTRUMENTATION_APACHE_HTTPCLIENT_ENABLED",
            "false",
            "OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS",
            "x-tenant",
            "OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_RESPONSE_HEADERS",
            "x-answer",
            "OTEL_SEMCONV_STABILITY_OPT_IN",
            "database");
    try (ClientLayers set =
        ClientLayers.startInstrumented(ClientFunction.ZIP, instrumented, JDK, settings)) {
      assertThat(set.compareRemote("apache4Async.default").describeSpan())
          .containsKeys("http.request.header.x-tenant", "http.response.header.x-answer");
      assertThat(set.compare("jedis.command").describeSpan()).containsKey("db.system.name");
      for (String client : new String[] {"apache5.default", "apache5.async"}) {
        ClientCall call = set.wrapped(client, set.url(client));
        assertThat(call.spans()).hasSize(1);
        assertThat(call.traceParent()).isEqualTo("null");
      }
    }
  }

  @Test
  void withoutTheLayer_nothingIsReported() {
    try (LambdaEnvironment bare = layers.function(Layer.NONE, instrumented).build()) {
      for (String client : new String[] {"apache4.default", "apache5.async"}) {
        String url = layers.url(client);
        ClientCall call = layers.call(bare, client, url);
        assertThat(call.response()).isEqualTo(layers.bare(client, url).response());
        assertThat(call.traceParent()).isEqualTo("null");
      }
      assertThat(bare.telemetry().spans()).isEmpty();
      assertThat(UserCodeIT.diagnostics(bare)).isEmpty();
    }
  }

  /** The added jar's part of the API is then before the layer's. */
  @Test
  void withoutTheExecWrapper_theInvocationAloneIsReported() throws Exception {
    try (LambdaEnvironment wrapper =
        LambdaEnvironment.builder()
            .function(instrumentedOlder, "io.opentelemetry.lambda.wrapper.ExecutionWrapper")
            .layer(Layer.WRAPPER.zip())
            .environment("OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER", "functions.ClientCalls")
            .build()) {
      ClientCall call = layers.call(wrapper, "jedis.command", layers.url("jedis.command"));
      assertThat(call.response()).isEqualTo("\"OK\"");
      assertThat(call.spans()).as(wrapper.output().toString()).hasSize(1);
      assertThat(UserCodeIT.diagnostics(wrapper)).isEmpty();
    }
  }

  @Test
  void underTheAgent_theAgentAloneTraces() {
    try (LambdaEnvironment agent = layers.function(Layer.JAVAAGENT, instrumented).build()) {
      for (String client : new String[] {"apache4.default", "apache5.default", "apache5.async"}) {
        String url = layers.url(client);
        ClientCall call = layers.call(agent, client, url);
        assertThat(call.spans()).hasSize(2);
        assertThat(call.describeSpan()).isEqualTo(layers.underAgent(client, url).describeSpan());
      }
    }
  }

  @Test
  void exchangedLibrary_isSaid_andTheHooksTrace() throws Exception {
    Path exchanged = Files.copy(instrumented, folder.resolve("exchanged.zip"));
    try (FileSystem zip = FileSystems.newFileSystem(exchanged);
        FileSystem untouched = FileSystems.newFileSystem(ClientFunction.ZIP)) {
      Path jar = jar(zip, "httpclient5-");
      Files.write(jar, Files.readAllBytes(untouched.getPath(jar.toString())));
    }
    try (LambdaEnvironment wrapper = layers.function(Layer.WRAPPER, exchanged).build()) {
      String url = layers.url("apache5.default");
      for (String client : new String[] {"apache4.default", "apache5.default", "apache5.async"}) {
        assertThat(layers.call(wrapper, client, url).spans()).as(client).hasSize(2);
      }
      assertThat(UserCodeIT.diagnostics(wrapper).toString())
          .containsPattern("lib/httpclient5-.*jar is not the jar that was instrumented");
    }
  }

  /** The archive has what was changed and what was added. */
  @Test
  @EnabledIfSystemProperty(named = "tests.all", matches = "true")
  void archiveOfTheInstrumentedFunction_isUsed() throws Exception {
    Path archive = archive(layers.url("jedis.command"));
    Path tmp = Files.createTempDirectory(folder, "tmp");
    try (LambdaEnvironment wrapper =
        layers
            .function(Layer.WRAPPER, instrumentedOlder)
            .layer(archive)
            .tmp(tmp)
            .environment("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=/tmp/classes.log")
            .build()) {
      ClientCall call = layers.call(wrapper, "jedis.command", layers.url("jedis.command"));
      assertThat(call.spans()).extracting(Span::getName).contains("SET");
      assertThat(wrapper.output()).noneMatch(line -> line.startsWith("[otel]"));
    }
    assertThat(Files.readAllLines(tmp.resolve("classes.log")))
        .anyMatch(line -> isArchived(line, "redis.clients.jedis.Connection"))
        .anyMatch(line -> isArchived(line, "io.opentelemetry.lambda.agent.traced.TracedFields"));
  }

  private static boolean isArchived(String line, String className) {
    return line.contains(" " + className + " ") && line.contains("shared objects file");
  }

  private Path archive(String url) throws Exception {
    Path event =
        Files.writeString(
            folder.resolve("event.json"),
            "{\"client\":\"jedis.command\",\"url\":\"%s\"}".formatted(url));
    Path archive = folder.resolve("archive.zip");
    Command.Finished finished =
        Command.of(Layer.ROOT.resolve("wrapper-layer/run.sh").toString(), "archive")
            .with("--output", archive.toString(), "--function", instrumentedOlder.toString())
            .with("--handler", "functions.ClientCalls", "--event", event.toString())
            .environment(Map.of("NO_BUILD", "1"))
            .run();
    assertThat(finished.status()).as(finished.output()).isZero();
    return archive;
  }

  private static Path jar(FileSystem zip, String name) throws Exception {
    try (var files = Files.list(zip.getPath("/lib"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void sameFunction_givesTheSameBytes_inAnyTimeZone() throws Exception {
    assertThat(instrument("Asia/Tokyo", OLDER.function(), "again.zip"))
        .hasSameBinaryContentAs(instrumentedOlder);
  }
}
