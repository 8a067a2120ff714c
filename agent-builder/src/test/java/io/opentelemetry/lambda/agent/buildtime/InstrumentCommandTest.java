package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.agent.AgentJar;
import io.opentelemetry.lambda.agent.BuiltAgent;
import io.opentelemetry.lambda.agent.JarContents;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import picocli.CommandLine;

/** Tests what is refused; what is instrumented is the integration tests'. */
class InstrumentCommandTest {

  private static final String VERSION = "io/opentelemetry/api/version.properties";

  private static final String MAPPINGS =
      "io/opentelemetry/javaagent/tooling/muzzle/VirtualFieldMappings";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WEB-INF/lib/a.jar                                           | it has WEB-INF; a web application's libraries are not loaded by Lambda; pack them into lib/
          quarkus-run.jar                                             | it has quarkus-run.jar; Quarkus's runner is not loaded by Lambda
          lib/zz-opentelemetry-instrumented.jar                       | it is instrumented already
          BOOT-INF/lib/zz-opentelemetry-instrumented.jar              | it is instrumented already
          lib\\a.jar                                                | is in no folder, as its name has a backslash
          io/opentelemetry/sdk/common/CompletableResultCode.class     | the function brings an OpenTelemetry SDK
          io/opentelemetry/api/version.properties                     | the function brings OpenTelemetry's API, sdk.version=1.0; to instrument it at build time, it must be the layer's, sdk.version=2.0
          lib/broken.jar                                              | the function has nothing that is instrumented
          """)
  void function_isRefused(String file, String message) {
    Path function = write("function.zip", file, "sdk.version=1.0");
    assertThat(instrument(function)).contains(message).hasLineCount(1);
    assertThat(folder.resolve("output.zip")).doesNotExist();
  }

  @Test
  void noFunction_isRefused() {
    assertThat(instrument(Path.of("missing.zip")))
        .isEqualTo("instrument: missing.zip: there is no such function\n");
  }

  @Test
  void emptyFolder_isRefused() throws IOException {
    assertThat(instrument(Files.createDirectory(folder.resolve("function"))))
        .endsWith(": it is empty; build it again\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 100})
  void truncatedFunction_isRefused(int length) throws IOException {
    Path function = write("function.zip", "lib/a.jar", "0123456789".repeat(20));
    Files.write(function, Arrays.copyOf(Files.readAllBytes(function), length));
    assertThat(instrument(function))
        .startsWith("instrument: " + function + " is neither a folder nor a jar or zip that can be")
        .endsWith("; build it again\n")
        .hasLineCount(1);
    assertThat(folder.resolve("output.zip")).doesNotExist();
  }

  /** Lambda would not unpack it. */
  @ParameterizedTest
  @CsvSource({"encrypted, 8", "compression method, 10"})
  void functionThatCannotBeUnpacked_isRefused(String message, int field) throws IOException {
    Path function = write("function.zip", "lib/a.jar", "0123456789");
    byte[] zip = Files.readAllBytes(function);
    String text = new String(zip, ISO_8859_1);
    zip[text.indexOf("PK\1\2") + field] |= 1;
    Files.write(function, zip);
    assertThat(instrument(function)).contains(message).hasLineCount(1);
  }

  @Test
  void entryOutsideOfTheFunction_isRefused() {
    assertThat(instrument(write("function.zip", "../a.jar", "")))
        .contains("function.zip", "../a.jar")
        .hasLineCount(1);
    assertThat(folder.resolve("output.zip")).doesNotExist();
  }

  @Test
  void outputThatIsAFolder_isRefused() throws IOException {
    Files.createDirectory(folder.resolve("output.zip"));
    assertThat(instrument(write("function.zip", "lib/a.jar", "")))
        .endsWith("output.zip: it is a folder; name a zip\n");
  }

  @Test
  void outputThatIsTheFunction_isRefused() {
    Path function = write("output.zip", "lib/a.jar", "");
    assertThat(instrument(function)).contains("output.zip: it is the function itself");
    assertThat(Files.exists(function)).isTrue();
  }

  @Test
  void unknownName_isRefused() {
    assertThat(instrument(write("function.zip", "a.txt", ""), "--without", "nonsense"))
        .isEqualTo("instrument: --without nonsense: the agent has no such name\n");
  }

  @Test
  void classForANewerJava_isRefused() throws IOException {
    ClassWriter newer = new ClassWriter(0);
    newer.visit(200, 0, "a/B", null, "java/lang/Object", null);
    newer.visitEnd();
    assertThat(instrument(writeWithJedis("a/B.class", newer.toByteArray())))
        .startsWith("instrument: this JVM is too old for the function's class a/B a/B has been")
        .contains("200.0")
        .endsWith("; run a newer one\n")
        .hasLineCount(1);
    assertThat(folder.resolve("output.zip")).doesNotExist();
  }

  /** Tries a release that lacks what its helper classes are found by. */
  @Test
  void agentWithOtherInternals_isRefused() throws IOException {
    String mappings = AgentJar.PREFIX + MAPPINGS + ".classdata";
    Map<String, byte[]> files = new LinkedHashMap<>(JarContents.read(BuiltAgent.UNTOUCHED).files());
    String renamed =
        new String(files.get(mappings), ISO_8859_1).replace("getMappings", "getMappingz");
    files.put(mappings, renamed.getBytes(ISO_8859_1));
    Path other = folder.resolve("agent.jar");
    new JarContents(files).write(other);
    assertThat(instrumentBy(other, writeWithJedis("a.txt", new byte[1])))
        .startsWith("instrument: this release of the agent can't be used at build time: ")
        .contains("getMappings")
        .hasLineCount(1);
  }

  private Path writeWithJedis(String file, byte[] content) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(file, content);
    files.put("lib/jedis.jar", Files.readAllBytes(BuiltAgent.onClassPath("jedis")));
    Path zip = folder.resolve("function.zip");
    new JarContents(files).write(zip);
    return zip;
  }

  private Path write(String name, String file, String content) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(file, content.getBytes(UTF_8));
    Path zip = folder.resolve(name);
    new JarContents(files).write(zip);
    return zip;
  }

  /** Fails, and gives the lines that it prints. */
  private String instrument(Path function, String... options) {
    return instrumentBy(BuiltAgent.UNTOUCHED, function, options);
  }

  private String instrumentBy(Path agent, Path function, String... options) {
    CommandLine commandLine =
        io.opentelemetry.lambda.agent.Main.commandLine(new InstrumentCommand());
    StringWriter err = new StringWriter();
    commandLine.setErr(new PrintWriter(err, true));
    int status =
        commandLine.execute(
            concat(
                options,
                function.toString(),
                "--output",
                folder.resolve("output.zip").toString(),
                "--agent",
                agent.toString(),
                "--layer",
                write("layer.jar", VERSION, "sdk.version=2.0").toString()));
    assertThat(status).isEqualTo(2);
    return err.toString();
  }

  private static String[] concat(String[] first, String... second) {
    String[] all = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
