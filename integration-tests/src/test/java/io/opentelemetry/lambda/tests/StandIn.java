package io.opentelemetry.lambda.tests;

import static org.awaitility.Awaitility.await;

import io.opentelemetry.lambda.emulator.PythonPackage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Fakes of AWS's services in tests: programs from PyPI, each on a port of its own. */
enum StandIn {
  MINISTACK("ministack", "ministack"),
  MOTO("moto[server]", "moto_server");

  private final String requirement;
  private final String program;

  StandIn(String requirement, String program) {
    this.requirement = requirement;
    this.program = program;
  }

  /** Starts it; the test is skipped where it cannot be had. */
  Running start() throws IOException {
    Path installed = PythonPackage.install(requirement);
    int port = Ports.free();
    ProcessBuilder builder = PythonPackage.program(installed, program);
    builder
        .environment()
        .putAll(
            Map.of(
                "BIND_HOST",
                "127.0.0.1",
                "GATEWAY_PORT",
                Integer.toString(port),
                "LAMBDA_STRICT",
                "1",
                "MOTO_PORT",
                Integer.toString(port)));
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log().toFile()))
            .start();
    await(name()).atMost(Duration.ofMinutes(1)).until(() -> isListening(process, port));
    return new Running(process, URI.create("http://127.0.0.1:" + port));
  }

  private Path log() {
    return Path.of("target", program + ".log");
  }

  private boolean isListening(Process process, int port) {
    if (!process.isAlive()) {
      throw new IllegalStateException(program + " has ended; its output is in " + log());
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  record Running(Process process, URI address) implements AutoCloseable {

    @Override
    public void close() {
      process.destroy();
    }
  }
}
