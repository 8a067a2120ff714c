package io.opentelemetry.lambda.emulator.internal.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.Localhost;
import io.opentelemetry.lambda.emulator.Programs;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An environment's own localhost, and what can be reached from it. */
class LocalhostIT {

  private static final int OTLP = 4318;

  @TempDir Path folder;

  @BeforeAll
  static void assumePasta() {
    assumeThat(NetworkNamespace.refusal()).isNull();
  }

  @Test
  void twoEnvironments_listenAtTheSamePort() {
    try (LambdaEnvironment one = function().localhost(Localhost.OWN).build();
        LambdaEnvironment other = function().localhost(Localhost.OWN).build()) {
      String listen = "{\"do\":\"listen\",\"port\":" + OTLP + "}";
      assertThat(one.invoke(listen).response()).isEqualTo("\"listening\"");
      assertThat(other.invoke(listen).response()).isEqualTo("\"listening\"");

      String get = get("http://127.0.0.1:" + OTLP, "http://localhost:" + OTLP);
      for (LambdaEnvironment each : new LambdaEnvironment[] {one, other}) {
        String stream = each.report().name();
        assertThat(each.invoke(get).response())
            .isEqualTo("[\"" + stream + "\", \"" + stream + "\"]");
      }
      assertThat(one.report().control()).endsWith("; localhost of its own by pasta");
    }
  }

  @Test
  void machine_isReachedByLocalhostAndByTheNetwork() throws IOException {
    HttpServer server = server(0);
    try (LambdaEnvironment lambda = function().localhost(Localhost.OWN).build()) {
      int port = server.getAddress().getPort();
      String gateway = Gateway.address().orElseThrow();
      InvocationResult result =
          lambda.invoke(
              get(
                  "http://localhost:" + port,
                  "http://127.0.0.1:" + port,
                  "http://" + gateway + ":" + port));
      assertThat(result.response())
          .isEqualTo("[\"the machine's\", \"the machine's\", \"the machine's\"]");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void collectorOfTheMachine_isReachedOnlyIfMeant() throws IOException {
    HttpServer server = null;
    try {
      server = server(OTLP);
    } catch (BindException e) {
      // somebody else listens there, which will do
    }
    LambdaEnvironmentBuilder builder =
        function().layer(Programs.layer(folder, "extension.py", "watcher"));
    String get = get("http://127.0.0.1:" + OTLP);
    try (LambdaEnvironment lambda = builder.build();
        LambdaEnvironment meant = builder.machinePort(OTLP).build()) {
      assertThat(lambda.invoke(get).response()).isEqualTo("[\"ConnectionRefusedError\"]");
      assertThat(meant.invoke(get).response()).isNotEqualTo("[\"ConnectionRefusedError\"]");
    } finally {
      if (server != null) {
        server.stop(0);
      }
    }
  }

  @Test
  void localhost_isTheMachinesWithoutAnExtension() {
    try (LambdaEnvironment lambda = function().build()) {
      lambda.invoke("1");
      assertThat(lambda.report().control()).doesNotContain("localhost");
    }
  }

  private LambdaEnvironmentBuilder function() {
    return Programs.function(folder);
  }

  private static String get(String... urls) {
    return "{\"do\":\"get\",\"urls\":[\"" + String.join("\",\"", urls) + "\"]}";
  }

  /** Starts a server of the machine, as a developer has it. */
  static HttpServer server(int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "the machine's".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }
}
