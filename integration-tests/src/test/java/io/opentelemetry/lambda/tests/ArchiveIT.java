package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A layer with an archive of classes: used where it fits, and otherwise without effect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchiveIT {

  private static final String LINE =
      "[otel] no archive of classes is used: none in /opt/otel-archive was made for this JVM and"
          + " these jars";
  private static final String SDK = "io.opentelemetry.sdk.trace.SdkTracerProvider";
  private static final String FUNCTION = "functions.ObjectHandler";

  @TempDir static Path folder;

  private String bareResponse;

  /** The archive for the JDK that runs the tests. */
  private Path archive;

  @BeforeAll
  void makeArchive() throws Exception {
    try (LambdaEnvironment lambda = Layer.NONE.function(FUNCTION).build()) {
      bareResponse = lambda.invoke("{}").response();
    }
    archive = make(folder.resolve("archive.zip"));
  }

  @ParameterizedTest
  @MethodSource("io.opentelemetry.lambda.tests.Jdks#all")
  void archiveForTheJvm_isUsed(Path jdk) throws Exception {
    Path zip = make(folder.resolve("jdk.zip"), "--java-home", jdk.toString());
    assertThat(classesLoaded(function(zip).javaHome(jdk)))
        .filteredOn(line -> line.contains(" " + SDK + " "))
        .singleElement()
        .asString()
        .contains("shared objects file");
  }

  @Test
  void archiveOfTheFunction_hasItsClasses() throws Exception {
    Path zip =
        make(
            folder.resolve("function.zip"),
            "--function",
            Layer.ROOT.resolve("integration-tests/target/classes").toString(),
            "--handler",
            FUNCTION);
    assertThat(classesLoaded(function(zip)))
        .filteredOn(line -> line.contains(" " + FUNCTION + " "))
        .singleElement()
        .asString()
        .contains("shared objects file");
  }

  @Test
  void archiveOfAnotherJvm_isLeftAlone() throws Exception {
    Path layer = unpack("another");
    Path fingerprint = fingerprint(layer);
    Files.writeString(fingerprint, Files.readString(fingerprint).replace("IMPLEMENTOR=", "MAKER="));
    runsWithoutArchive(function(layer));
  }

  @Test
  void archiveThatIsCutOff_isLeftAlone() throws Exception {
    Path layer = unpack("cut");
    try (FileOutputStream file = new FileOutputStream(archiveFile(layer).toFile(), true)) {
      file.getChannel().truncate(5_000_000);
    }
    runsWithoutArchive(function(layer));
  }

  @Test
  void archiveWithoutFingerprint_isLeftAlone() throws Exception {
    Path layer = unpack("anonymous");
    Files.delete(fingerprint(layer));
    runsWithoutArchive(function(layer));
  }

  @Test
  void archiveOfAnotherBuildOfTheLayer_isLeftAlone() throws Exception {
    Path newer = Files.createDirectories(folder.resolve("newer/java/lib"));
    try (ZipFile zip = new ZipFile(Layer.WRAPPER.zip().toFile())) {
      String jar = "java/lib/opentelemetry-lambda.jar";
      Files.copy(zip.getInputStream(zip.getEntry(jar)), newer.resolve("opentelemetry-lambda.jar"));
    }
    runsWithoutArchive(function(archive).layer(folder.resolve("newer")));
  }

  @Test
  void usersOwnChoiceOfArchives_isRespected() {
    try (LambdaEnvironment lambda =
        function(archive).environment("JAVA_TOOL_OPTIONS", "-Xshare:off").build()) {
      assertThat(lambda.invoke("{}").response()).isEqualTo(bareResponse);
      assertThat(lambda.output()).noneMatch(line -> line.startsWith("[otel]"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --java-home            | 2 | archive: --java-home: what?
          --java-home /nowhere   | 2 | /nowhere is no JDK or JRE
          --function f.zip       | 2 | --function and --handler belong together
          --image i --memory 512 | 2 | with --image there is no --memory
          --image i              | 1 | --image needs no-engine, which is not there
          --nonsense             | 1 | Unknown option: '--nonsense'
          """)
  void usageError(String arguments, int status, String line) throws Exception {
    Command.Finished finished = archive(arguments.split(" "));
    assertThat(finished.output()).contains(line);
    assertThat(finished.status()).isEqualTo(status);
  }

  private void runsWithoutArchive(LambdaEnvironmentBuilder function) {
    try (LambdaEnvironment lambda = function.build()) {
      assertThat(lambda.invoke("{}").response()).isEqualTo(bareResponse);
      assertThat(lambda.telemetry().spans()).hasSize(1);
      assertThat(lambda.output()).containsExactly(LINE);
    }
  }

  private static LambdaEnvironmentBuilder function(Path archiveLayer) {
    return Layer.WRAPPER.function(FUNCTION).layer(archiveLayer);
  }

  /** Lists the JVM's lines about each class that it loads until the first response. */
  private List<String> classesLoaded(LambdaEnvironmentBuilder function) throws IOException {
    Path tmp = Files.createTempDirectory(folder, "tmp");
    try (LambdaEnvironment lambda =
        function
            .tmp(tmp)
            .environment("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=/tmp/classes.log")
            .build()) {
      assertThat(lambda.invoke("{}").response()).isEqualTo(bareResponse);
      assertThat(lambda.telemetry().spans()).hasSize(1);
      assertThat(lambda.output()).noneMatch(line -> line.startsWith("["));
    }
    return Files.readAllLines(tmp.resolve("classes.log"), UTF_8);
  }

  private static Path make(Path zip, String... arguments) throws Exception {
    Command.Finished finished =
        Command.of(Layer.ROOT.resolve("wrapper-layer/run.sh").toString(), "archive")
            .with("--output", zip.toString())
            .with(arguments)
            .environment(Map.of("NO_BUILD", "1"))
            .run();
    assertThat(finished.status()).as(finished.output()).isZero();
    return zip;
  }

  private static Command.Finished archive(String... arguments) throws Exception {
    return Command.of(Layer.ROOT.resolve("wrapper-layer/run.sh").toString(), "archive")
        .with(arguments)
        .environment(Map.of("NO_BUILD", "1", "CONTAINER_ENGINE", "no-engine"))
        .run();
  }

  private Path unpack(String name) throws IOException {
    Path target = folder.resolve(name);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          Path file = target.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, file);
          }
        }
      }
    }
    return target;
  }

  private static Path fingerprint(Path layer) throws IOException {
    return archiveFile(layer).resolveSibling("fingerprint");
  }

  private static Path archiveFile(Path layer) throws IOException {
    try (var files = Files.walk(layer)) {
      return files
          .filter(file -> file.toString().matches(".*[.](jsa|aot)"))
          .findFirst()
          .orElseThrow();
    }
  }
}
