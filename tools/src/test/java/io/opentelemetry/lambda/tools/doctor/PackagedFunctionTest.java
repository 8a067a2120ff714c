package io.opentelemetry.lambda.tools.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.tools.ToolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedFunctionTest {

  private static final String MANIFEST =
      """
      library jedis
      library lettuce
      jar 3 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad lib/a.jar
      """;

  private static final String JEDIS = "redis/clients/jedis/Jedis.class";
  private static final String LETTUCE = "io/lettuce/core/RedisClient.class";
  private static final String MONGO = "com/mongodb/reactivestreams/client/MongoClient.class";
  private static final String OLD_MONGO = "com/mongodb/reactivestreams/client/Success.class";
  private static final String RABBITMQ = "com/rabbitmq/client/ConnectionFactory.class";
  private static final byte[] NOTHING = {};

  @TempDir Path folder;

  @Test
  void sameJars_nothingIsFound() {
    PackagedFunction function = PackagedFunction.read(zip("abc", "function.zip"));
    assertThat(function.instrumented()).containsExactly("jedis", "lettuce");
    assertThat(function.findings()).isEmpty();
  }

  @Test
  void jarOfTheSameSizeThatIsAnother_isFound() {
    assertThat(PackagedFunction.read(zip("abd", "function.jar")).findings())
        .extracting(Finding::problem)
        .containsExactly(
            "lib/a.jar is not the jar that was instrumented at build time, so nothing of that is"
                + " traced");
  }

  @Test
  void jarThatIsMissing_isFound() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("unzipped/lib"));
    Files.write(lib.resolve("zz-opentelemetry-instrumented.jar"), addedJar());
    assertThat(PackagedFunction.read(lib.getParent()).findings()).hasSize(1);
  }

  @Test
  void functionThatWasNotInstrumented_hasNothing() throws IOException {
    Path zip = folder.resolve("plain.zip");
    Files.write(zip, zip(Map.of("lib/a.jar", "abc".getBytes(UTF_8))));
    assertThat(PackagedFunction.read(zip)).isEqualTo(new PackagedFunction(List.of(), List.of()));
  }

  @Test
  void librariesThatAreNotTraced_areFound_withVersionAndReason() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("lib/jedis-3.10.0.jar", zip(Map.of(JEDIS, NOTHING)));
    files.put("lib/lettuce-core-6.5.5.RELEASE.jar", zip(Map.of(LETTUCE, NOTHING)));
    files.put("lib/com.rabbitmq.amqp-client-5.25.0.jar", zip(Map.of(RABBITMQ, NOTHING)));
    Path zip = Files.write(folder.resolve("function.zip"), zip(files));
    assertThat(PackagedFunction.read(zip).findings())
        .containsExactly(
            new Finding(
                "RabbitMQ client 5.25.0 (lib/com.rabbitmq.amqp-client-5.25.0.jar) is not traced by"
                    + " the wrapper layer, which does not know it",
                "instrument it by ./run.sh instrument, or use the agent layer"),
            new Finding(
                "Jedis 3.10.0 (lib/jedis-3.10.0.jar) is not traced by the wrapper layer, which"
                    + " knows it from 4.0 on",
                "take that version or a newer one, instrument it by ./run.sh instrument, or use the"
                    + " agent layer"));
  }

  @Test
  void librariesOfAShadedJar_haveTheVersionThatMavenHasLeft() throws IOException {
    Path jar =
        Files.write(
            folder.resolve("shaded-9.0.jar"),
            zip(
                Map.of(
                    JEDIS,
                    NOTHING,
                    "META-INF/maven/redis.clients/jedis/pom.properties",
                    "version=3.10.0\n".getBytes(UTF_8),
                    LETTUCE,
                    NOTHING,
                    "io/lettuce/core/TrackingArgs.class",
                    NOTHING)));
    assertThat(PackagedFunction.read(jar).findings())
        .extracting(Finding::problem)
        .containsExactly(
            "Jedis 3.10.0 is not traced by the wrapper layer, which knows it from 4.0 on");
  }

  /** By a class that older ones lack, or that newer ones lack. */
  @Test
  void oldLibrariesOfUnknownVersions_areFound() throws IOException {
    Path jar =
        Files.write(
            folder.resolve("shaded.jar"),
            zip(Map.of(JEDIS, NOTHING, MONGO, NOTHING, OLD_MONGO, NOTHING)));
    assertThat(PackagedFunction.read(jar).findings())
        .extracting(Finding::problem)
        .containsExactly(
            "Jedis is not traced by the wrapper layer, which knows it from 4.0 on",
            "MongoDB reactive driver is not traced by the wrapper layer, which knows it from 4.0"
                + " on");
  }

  /** The class by which they are told from older ones may be in another jar. */
  @Test
  void newLibrariesOfUnknownVersions_areNot() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("lib/a.jar", zip(Map.of(JEDIS, NOTHING, MONGO, NOTHING)));
    files.put("lib/b.jar", zip(Map.of("redis/clients/jedis/UnifiedJedis.class", NOTHING)));
    Path zip = Files.write(folder.resolve("new.zip"), zip(files));
    assertThat(PackagedFunction.read(zip).findings()).isEmpty();
  }

  @Test
  void librariesOfAnUnpackedFunction_areFound() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("unpacked/lib"));
    Files.write(lib.resolve("jedis-4.0.0.jar"), zip(Map.of(JEDIS, NOTHING)));
    Files.write(lib.resolve("amqp-client-5.25.0.jar"), zip(Map.of(RABBITMQ, NOTHING)));
    assertThat(PackagedFunction.read(lib.getParent()).findings())
        .extracting(Finding::problem)
        .singleElement()
        .asString()
        .startsWith("RabbitMQ client 5.25.0 (lib/amqp-client-5.25.0.jar)");
  }

  /** In a zip, as it is deployed to functions that start it themselves. */
  @Test
  void librariesOfAJarOfJars_areFound() throws IOException {
    byte[] application = zip(Map.of("BOOT-INF/lib/jedis-5.2.0.jar", zip(Map.of(JEDIS, NOTHING))));
    Path zip = Files.write(folder.resolve("boot.zip"), zip(Map.of("application.jar", application)));
    assertThat(PackagedFunction.read(zip).findings())
        .containsExactly(
            new Finding(
                "Jedis 5.2.0 (BOOT-INF/lib/jedis-5.2.0.jar) is not traced by the wrapper layer if a"
                    + " framework's class loader loads it",
                "pack it into lib/ of the zip, or use the agent layer"));
  }

  @Test
  void ownSdk_isFound() throws IOException {
    byte[] sdk = zip(Map.of("io/opentelemetry/sdk/common/CompletableResultCode.class", NOTHING));
    Path zip = Files.write(folder.resolve("sdk.zip"), zip(Map.of("lib/sdk.jar", sdk)));
    assertThat(PackagedFunction.read(zip).findings())
        .extracting(Finding::problem)
        .containsExactly(
            "the function brings an OpenTelemetry SDK of its own, so the wrapper layer traces none"
                + " of its libraries");
  }

  @Test
  void libraryThatWasInstrumentedAtBuildTime_isTraced() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("lib/a.jar", "abc".getBytes(UTF_8));
    files.put("lib/jedis-3.10.0.jar", zip(Map.of(JEDIS, NOTHING)));
    files.put("lib/zz-opentelemetry-instrumented.jar", addedJar());
    Path zip = Files.write(folder.resolve("instrumented.zip"), zip(files));
    assertThat(PackagedFunction.read(zip).findings()).isEmpty();
  }

  @Test
  void fileThatIsNoZip_isSaid() throws IOException {
    Path text = Files.writeString(folder.resolve("text.zip"), "text");
    assertThatThrownBy(() -> PackagedFunction.read(text))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith(text + " cannot be read: ");
  }

  @Test
  void fileThatIsNotThere_isSaid() {
    Path missing = folder.resolve("missing.zip");
    assertThatThrownBy(() -> PackagedFunction.read(missing))
        .isInstanceOf(ToolException.class)
        .hasMessage("there is no " + missing);
  }

  private Path zip(String jar, String name) {
    try {
      Map<String, byte[]> files = new TreeMap<>();
      files.put("lib/a.jar", jar.getBytes(UTF_8));
      files.put("lib/zz-opentelemetry-instrumented.jar", addedJar());
      return Files.write(folder.resolve(name), zip(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] addedJar() throws IOException {
    return zip(
        Map.of("io/opentelemetry/lambda/build-time-instrumentation", MANIFEST.getBytes(UTF_8)));
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
