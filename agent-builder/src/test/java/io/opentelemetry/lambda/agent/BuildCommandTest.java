package io.opentelemetry.lambda.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildCommandTest {

  private static final String OKHTTP =
      "io.opentelemetry.javaagent.instrumentation.okhttp.v3_0.OkHttp3InstrumentationModule";

  @TempDir private Path folder;

  /** A function's zip, a Spring Boot jar. */
  @ParameterizedTest
  @ValueSource(strings = {"lib/okhttp.jar", "BOOT-INF/lib/okhttp.jar"})
  void function_keepsWhatItHas(String library) throws IOException {
    Path zip = folder.resolve("function.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry(library));
      Files.copy(BuiltAgent.onClassPath("okhttp"), out);
    }
    BuiltAgent built = BuiltAgent.build(folder, "--for", zip.toString());
    assertThat(built.out())
        .contains("okhttp-3.0: the function has its library", "executors: part of the JDK")
        .doesNotContain("okhttp-2.2", "aws-sdk", "rmi");
    assertThat(built.agent().modules()).contains(OKHTTP).hasSizeLessThan(20);
  }

  @Test
  void function_asAFolder() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("function/lib"));
    Files.copy(BuiltAgent.onClassPath("okhttp"), lib.resolve("okhttp.jar"));
    BuiltAgent built =
        BuiltAgent.build(folder, "--for", folder.resolve("function").toString(), "--with", "jms");
    assertThat(built.out()).contains("okhttp-3.0: the function has", "jms-1.1: named");
  }

  @Test
  void names_areKeptBesideWhatTheJdkNeeds() {
    BuiltAgent built = BuiltAgent.build(folder, "--with", "aws-sdk,redisson-3.17");
    assertThat(built.out())
        .contains("aws-sdk-2.2: named", "redisson-3.17: named", "executors: part of the JDK")
        .doesNotContain("redisson-3.0", "kafka");
  }

  @Test
  void full_isTheUntouchedAgent() {
    assertThat(BuiltAgent.build(folder, "--full").agent().contents().files())
        .containsExactlyEntriesOf(JarContents.read(BuiltAgent.UNTOUCHED).files());
  }

  @Test
  void embeddedSender_isTheOnlyOneForHttp() throws IOException {
    String own = BuildCommandTest.class.getName();
    Path jar = folder.resolve("embedded.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream out = new ZipOutputStream(file)) {
      String sender = "io.opentelemetry.sdk.common.export.HttpSenderProvider";
      out.putNextEntry(new ZipEntry("META-INF/services/" + sender));
      out.write(own.getBytes(UTF_8));
      out.putNextEntry(new ZipEntry(own.replace('.', '/') + ".class"));
      try (var in = BuildCommandTest.class.getResourceAsStream("BuildCommandTest.class")) {
        in.transferTo(out);
      }
    }
    BuiltAgent built = BuiltAgent.build(folder, "--embed", jar.toString());
    assertThat(built.err()).isEmpty();
    assertThat(built.agent().services("io.opentelemetry.sdk.common.export.HttpSenderProvider"))
        .containsExactly(own);
    assertThat(built.files()).contains(AgentJar.entryName(own));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --with nonsense,okhttp      | agent-builder: --with nonsense: the agent has no such instrumentation
          --for missing.zip           | agent-builder: missing.zip: there is no such function
          --for pom.xml               | agent-builder: pom.xml is neither a folder nor a jar or zip
          --full --with okhttp        | agent-builder: --full keeps everything
          --nonsense                  | agent-builder: Unknown option: '--nonsense'
          """)
  void badInput_isOneLine(String arguments, String message) {
    BuiltAgent built = BuiltAgent.build(folder, arguments.split(" "));
    assertThat(built.status()).isEqualTo(Main.USAGE);
    assertThat(built.err().lines().findFirst().orElseThrow()).startsWith(message);
    assertThat(built.err()).doesNotContain("\tat ");
    assertThat(built.jar()).doesNotExist();
  }

  @Test
  void jarThatIsNoAgent_isRefused() {
    int status =
        Main.commandLine(new BuildCommand())
            .execute("--agent", BuiltAgent.onClassPath("okhttp").toString(), "--output", "x.jar");
    assertThat(status).isEqualTo(Main.USAGE);
  }
}
