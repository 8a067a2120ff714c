package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exec wrapper's way with command lines, in a shell of its own. */
class OtelHandlerIT {

  private static final Path SCRIPT =
      Layer.ROOT.resolve("execution-wrapper/src/main/layer/otel-handler");
  private static final String JAR = ":/opt/java/lib/opentelemetry-lambda.jar";
  private static final String WRAPPER = "io.opentelemetry.lambda.wrapper.ExecutionWrapper";
  private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  @TempDir Path folder;
  private String java;

  /** Stands for the JVM: prints its arguments, each with a NUL, and the handler's variable. */
  @BeforeEach
  void createJava() throws IOException {
    Path program =
        Files.writeString(
            folder.resolve("java"),
            """
            #!/bin/sh
            printf '%s\\0' "$@" "$OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER"
            """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    java = program.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-cp", "-classpath", "--class-path"})
  void classPath_getsTheLayersJar_andTheWrapperTheHandlersPlace(String option) throws Exception {
    assertThat(run(java, "-Xmx1g", option, "/a.jar:/b.jar", MAIN, "example.Handler::handle"))
        .containsExactly(
            "-Xmx1g", option, "/a.jar:/b.jar" + JAR, MAIN, WRAPPER, "example.Handler::handle");
  }

  @Test
  void classPath_inOneArgument() throws Exception {
    assertThat(run(java, "--class-path=/a.jar", MAIN, "H"))
        .containsExactly("--class-path=/a.jar" + JAR, MAIN, WRAPPER, "H");
  }

  @Test
  void arguments_keepBlanksQuotesAndWhatLooksLikeTheHandler() throws Exception {
    List<String> odd =
        List.of("-Da=b c", "-Db=\"'`$HOME`'\"", "-Dc=\n", "", "*", "-Dhandler=H", "H", "\\");
    List<String> arguments = new ArrayList<>(List.of(java));
    arguments.addAll(odd);
    arguments.addAll(List.of("-cp", "/a b.jar", MAIN, "H"));
    List<String> expected = new ArrayList<>(odd);
    expected.addAll(List.of("-cp", "/a b.jar" + JAR, MAIN, WRAPPER, "H"));
    assertThat(run(arguments.toArray(String[]::new))).isEqualTo(expected);
  }

  @Test
  void handlerThatIsTheWrapper_staysAndLeavesTheUsersVariable() throws Exception {
    assertThat(run(java, "-cp", "/a.jar", MAIN, WRAPPER))
        .containsExactly("-cp", "/a.jar" + JAR, MAIN, WRAPPER, "the user's");
  }

  @Test
  void commandWithoutClassPath_runsAsItIs() throws Exception {
    assertThat(run(java, "-jar", "/app.jar", "H"))
        .containsExactly(
            "[otel] not the command line of a Java runtime: the function runs without this layer\n"
                + "-jar",
            "/app.jar",
            "H",
            "the user's");
  }

  @Test
  void commandThatIsNotJava_runsAsItIs() throws Exception {
    Path python = Files.copy(Path.of(java), folder.resolve("python3"));
    assertThat(run(python.toString(), "-cp", "/bootstrap.py"))
        .containsExactly(
            "[otel] not the command line of a Java runtime: the function runs without this layer\n"
                + "-cp",
            "/bootstrap.py",
            "the user's");
  }

  @ParameterizedTest
  @CsvSource({
    "-XX:AOTCache=/var/task/a.aot, -XX:AOTCache=/opt/b.aot, true",
    "-XX:SharedArchiveFile=/var/lang/a.jsa, -XX:AOTCache=/opt/b.aot, true",
    "-Xshare:on, -XX:AOTCache=/opt/b.aot, true",
    "-XX:SharedArchiveFile=/var/lang/a.jsa, -XX:SharedArchiveFile=/opt/b.jsa, true",
    "-XX:SharedArchiveFile=/var/lang/a.jsa, -XX:ArchiveClassesAtExit=/tmp/b.jsa, false",
    "-XX:AOTCache=/var/task/a.aot, -XX:AOTCacheOutput=/tmp/b.aot, true",
    "-XX:+UseSerialGC, -XX:AOTCache=/opt/b.aot, false",
  })
  void argumentThatConflictsWithAnArchive(String argument, String option, boolean conflicts)
      throws Exception {
    String script =
        "JAVA_TOOL_OPTIONS=-Xshare:auto; . \"$0\"; archive_option=$2; conflicts_with_archive \"$1\"";
    Command.Finished finished =
        Command.of("sh", "-c", script)
            .with(Layer.ROOT.resolve("wrapper-layer/src/main/archive/otel-archive").toString())
            .with(argument, option)
            .run();
    assertThat(finished.output()).isEmpty();
    assertThat(finished.status()).isEqualTo(conflicts ? 0 : 1);
  }

  private static List<String> run(String... command) throws Exception {
    Command.Finished finished =
        Command.of("sh", SCRIPT.toString())
            .with(command)
            .environment(Map.of("OTEL_INSTRUMENTATION_AWS_LAMBDA_HANDLER", "the user's"))
            .run();
    String output = finished.output();
    assertThat(finished.status()).as(output).isZero();
    return List.of(output.substring(0, output.length() - 1).split("\0", -1));
  }
}
