package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.PythonPackage;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layer with programs of AWS's own. */
class CollectorRuntimesIT {

  @TempDir Path folder;

  @Test
  void pythonRuntime() throws IOException {
    Path runtime = PythonPackage.install("awslambdaric");
    Path function = folder.resolve("python");
    Files.createDirectories(function);
    Files.copy(CollectorLayer.program(folder).resolve("bootstrap"), function.resolve("app.py"));
    Path bootstrap =
        Files.writeString(
            function.resolve("bootstrap"),
            "#!/bin/sh\nexec python3 -m awslambdaric \"$_HANDLER\"\n");
    assertThat(bootstrap.toFile().setExecutable(true)).isTrue();
    try (OtlpSink backend = OtlpSink.start();
        LambdaEnvironment lambda =
            CollectorLayer.attachTo(
                    LambdaEnvironment.builder().function(function, "app.handle").customRuntime(),
                    backend)
                .layer(runtime)
                .environment("PYTHONPATH", "/opt")
                .build()) {
      for (int i = 0; i < 3; i++) {
        assertThat(lambda.invoke(CollectorLayer.exports("a" + i)).response()).contains("200");
        assertThat(CollectorLayer.spanNames(backend)).hasSize(i + 1);
      }
    }
  }

  /** It has no Telemetry API, and freezes nothing. */
  @Test
  void runtimeInterfaceEmulator() throws Exception {
    Path rie = unpackRie(PythonPackage.download("aws-sam-cli"));
    int port = Ports.free();
    int collectorPort = Ports.free();
    try (OtlpSink backend = OtlpSink.start()) {
      Process emulator = start(rie, port, collectorPort, backend.httpPort());
      try {
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .ignoreExceptions()
            .until(() -> canConnect(port));
        for (int i = 0; i < 3; i++) {
          String response = invoke(port, CollectorLayer.exports("a" + i));
          assertThat(response).as(log()).contains("\"status\": 200");
          assertThat(CollectorLayer.spanNames(backend)).as(log()).contains("a" + i);
        }
      } finally {
        emulator.descendants().forEach(ProcessHandle::destroyForcibly);
        emulator.destroyForcibly().waitFor();
      }
    }
  }

  private Path unpackRie(Path download) throws IOException {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
    Path rie = folder.resolve("aws-lambda-rie");
    try (var wheels = Files.newDirectoryStream(download, "*.whl");
        ZipFile wheel = new ZipFile(wheels.iterator().next().toFile());
        InputStream in =
            wheel.getInputStream(wheel.getEntry("samcli/local/rapid/aws-lambda-rie-" + machine))) {
      Files.copy(in, rie);
    }
    assertThat(rie.toFile().setExecutable(true)).isTrue();
    return rie;
  }

  private Process start(Path rie, int port, int collectorPort, int backendPort) throws IOException {
    Path opt = folder.resolve("opt");
    unpackLayer(opt);
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "--kill-child"));
    if (!System.getProperty("user.name").equals("root")) {
      command.add("--map-root-user");
    }
    command.addAll(
        List.of(
            "sh",
            "-c",
            "mount --bind \"$0\" /opt && exec \"$@\"",
            opt.toString(),
            rie.toString(),
            "--runtime-interface-emulator-address",
            "127.0.0.1:" + port,
            "--runtime-api-address",
            "127.0.0.1:" + Ports.free(),
            CollectorLayer.program(folder).resolve("bootstrap").toString(),
            "the.Handler"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    builder.environment().put("OTEL_LAMBDA_COLLECTOR_PORT", Integer.toString(collectorPort));
    builder.environment().put("OTEL_LAMBDA_COLLECTOR_GRPC_PORT", Integer.toString(Ports.free()));
    builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + collectorPort);
    builder.environment().put("OTEL_LAMBDA_COLLECTOR_ENDPOINT", "http://localhost:" + backendPort);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("rie.log").toFile());
    return builder.start();
  }

  private static void unpackLayer(Path opt) throws IOException {
    try (ZipFile layer = new ZipFile(CollectorLayer.zip().toFile())) {
      for (var entry : layer.stream().toList()) {
        Path file = opt.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(layer.getInputStream(entry), file);
        assertThat(file.toFile().setExecutable(true)).isTrue();
      }
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("rie.log"), UTF_8);
  }

  private static boolean canConnect(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  private static String invoke(int port, String event) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + port + "/2015-03-31/functions/function/invocations"))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(event))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
