package io.opentelemetry.lambda.emulator.internal.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.lambda.emulator.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The emulator's program, run by a user without rights: his localhost needs a user namespace. Where
 * the tests are not root's, {@link LocalhostIT} is that.
 */
class OrdinaryUserIT {

  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final String JAVA = System.getProperty("java.home") + "/bin/java";

  @TempDir Path folder;

  @BeforeEach
  void assumeRootCanBecomeNobody() throws IOException, InterruptedException {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    assumeThat(NetworkNamespace.refusal()).isNull();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Programs.write(folder.resolve("as-nobody"), Programs.read("as-ordinary-user.sh"));
    assumeThat(asNobody("pasta", "--config-net", "--ipv4-only", "--", "echo", "inside"))
        .as("pasta as nobody, with a device of his own")
        .contains("inside");
    assumeThat(asNobody(JAVA, "-version")).as("a JDK that all may read").contains("version");
  }

  @Test
  void environment_hasALocalhostOfItsOwn() throws Exception {
    Path program = folder.resolve("program");
    run("cp", "-R", TARGET.resolve("lib").toString(), folder.resolve("lib").toString());
    run("cp", TARGET.resolve("lambda-emulator.jar").toString(), folder.toString());
    Programs.write(program.resolve("bootstrap"), Programs.read("bootstrap"));
    HttpServer server = LocalhostIT.server(0);
    try {
      int port = server.getAddress().getPort();
      Path listen = event("listen.json", "{\"do\":\"listen\",\"port\":4318}");
      Path get =
          event(
              "get.json",
              "{\"do\":\"get\",\"urls\":[\"http://127.0.0.1:4318\",\"http://127.0.0.1:"
                  + port
                  + "\"]}");
      run("chmod", "-R", "a+rX", folder.toString());
      String output =
          asNobody(
              JAVA,
              "-jar",
              folder.resolve("lambda-emulator.jar").toString(),
              "--runtime=provided",
              "--function=" + program,
              "--handler=the.Handler",
              "--localhost=own",
              "--otlp-port=0",
              "--event=" + listen,
              "--event=" + get,
              "--json=report.json");
      JsonNode report = new ObjectMapper().readTree(folder.resolve("home/report.json").toFile());
      assertThat(report.get("control").textValue())
          .as(output)
          .endsWith("localhost of its own by pasta");
      assertThat(report.at("/invocations/0/response").textValue()).isEqualTo("\"listening\"");
      assertThat(report.at("/invocations/1/response").textValue())
          .startsWith("[\"20") // the log stream of the environment
          .endsWith("\"the machine's\"]");
    } finally {
      server.stop(0);
    }
  }

  private Path event(String name, String json) throws IOException {
    return Files.writeString(folder.resolve(name), json);
  }

  /** Runs a command in a home of its own, and gives what it says. */
  private String asNobody(String... command) throws IOException, InterruptedException {
    Path home = folder.resolve("home");
    run("rm", "-rf", home.toString());
    Files.createDirectory(home);
    run("chown", "65534", home.toString());
    List<String> line =
        new ArrayList<>(
            List.of("unshare", "--mount", "sh", folder + "/as-nobody", home.toString()));
    line.addAll(List.of(command));
    Process process =
        new ProcessBuilder(line).directory(home.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
        .as(String.join(" ", command))
        .isZero();
  }
}
