package io.opentelemetry.lambda.emulator;

import static io.opentelemetry.lambda.emulator.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.environment.LambdaFunction;
import io.opentelemetry.lambda.emulator.internal.invokeapi.InvokeApi;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same function, extension and event give the same response as under AWS's own runtime
 * interface emulator, the one of AWS SAM.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class AwsEmulatorComparisonIT {

  private static final String REQUEST_ID = "[-0-9a-f]{36}";

  private final HttpClient client = HttpClient.newHttpClient();
  private Path folder;
  private Process theirs;
  private int theirPort;
  private LambdaFunction function;
  private InvokeApi ours;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    Path rie = unpackTheirs(PythonPackage.download("aws-sam-cli"));
    function =
        LambdaFunction.create(
            Programs.function(folder)
                .name("function")
                .layer(Programs.layer(folder, "extension.py", "watcher")),
            1);
    ours =
        InvokeApi.start(
            Map.of("function", function),
            0,
            new InvokeApi.Listener() {
              @Override
              public void invoked(String name, InvocationResult result) {}

              @Override
              public void failed(String name, String message) {
                throw new AssertionError(message);
              }
            });
    startTheirs(rie);
  }

  private Path unpackTheirs(Path download) throws IOException {
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

  private void startTheirs(Path rie) throws IOException {
    Path opt = folder.resolve("opt");
    Programs.write(opt.resolve("extensions/watcher"), Programs.read("extension.py"));
    theirPort = freePort();
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
            "127.0.0.1:" + theirPort,
            "--runtime-api-address",
            "127.0.0.1:" + freePort(),
            folder.resolve("function/bootstrap").toString(),
            "the.Handler"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("rie.log").toFile());
    theirs = builder.start();
    await().ignoreExceptions().until(() -> canConnect(theirPort));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean canConnect(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  @AfterAll
  void stop() throws Exception {
    if (theirs != null) {
      theirs.descendants().forEach(ProcessHandle::destroyForcibly);
      theirs.destroyForcibly().waitFor();
    }
    if (ours != null) {
      ours.close();
      function.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": [1, 2.50, null, \"\\u00e4\"]}",
        "\"text\"",
        "{\"do\":\"list\",\"paths\":[\"/opt/extensions\"]}",
        "{\"do\":\"answer twice\"}",
        "{\"do\":\"fail\"}",
        "{\"do\":\"answer of size\",\"bytes\":6291457}",
        "{\"do\":\"exit\",\"status\":3}",
        "{\"a\":\"again\"}",
      })
  void response_isTheSame(String event) throws Exception {
    String expected = invoke(theirPort, event);
    assertThat(invoke(ours.port(), event))
        .as(Files.readString(folder.resolve("rie.log")))
        .isEqualTo(expected);
  }

  private String invoke(int port, String event) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + port + "/2015-03-31/functions/function/invocations"))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofString(event))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    // their status is 502 where the runtime ends, Lambda's own is 200 whatever the function does
    return response.body().replaceAll(REQUEST_ID, "REQUEST-ID");
  }
}
