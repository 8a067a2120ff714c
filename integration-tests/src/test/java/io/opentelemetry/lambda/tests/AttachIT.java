package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The words attach, detach and status, for functions of stand-ins for Lambda. */
class AttachIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FUNCTIONS = "/2015-03-31/functions";
  private static final int MANY = Thoroughness.times(50, 200);
  private static final String UPDATE = "PUT .*/functions/.*/configuration";
  private static final List<String> RUNTIMES =
      List.of("java21", "python3.12", "nodejs22.x", "dotnet8", "provided.al2023");
  private static final List<String> LAYERS =
      List.of("opentelemetry-java-wrapper", "opentelemetry-python", "opentelemetry-nodejs");

  /** Fields that Lambda writes anew with each change. */
  private static final List<String> VOLATILE =
      List.of(
          "RevisionId",
          "LastModified",
          "LastUpdateStatus",
          "State",
          "StateReason",
          "StateReasonCode");

  private static final Map<StandIn, StandIn.Running> RUNNING = new EnumMap<>(StandIn.class);
  private static final Map<StandIn, AwsProxy> PROXIES = new EnumMap<>(StandIn.class);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;
  private static String code;
  private static int functions;
  private final AwsCli cli = AwsCli.install();
  private AwsProxy proxy;

  @BeforeAll
  static void code() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("app.py"));
      zip.write("def handler(event, context): pass".getBytes(UTF_8));
    }
    code = Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  @AfterAll
  static void stop() {
    PROXIES.values().forEach(AwsProxy::close);
    RUNNING.values().forEach(StandIn.Running::close);
  }

  @ParameterizedTest
  @EnumSource
  void functionsOfFiveRuntimes_areAttached_andDetachedToTheByte(StandIn standIn) throws Exception {
    use(standIn);
    String prefix = create(10);
    Map<String, JsonNode> before = state(prefix, 10);
    assertThat(run("attach", "--dry-run", "--match", "^" + prefix).output())
        .contains("(java21)", "+ layer opentelemetry-java-wrapper:", "dry run, 6 would be changed");
    assertThat(state(prefix, 10)).isEqualTo(before);

    Command.Finished attached = run("attach", "--yes", "--match", "^" + prefix);
    assertThat(attached.output())
        .contains("attach: 6 changed, 0 as they should be, 4 left out, 0 failed");
    assertThat(attached.status()).isZero();
    JsonNode java = state(prefix, 1).get(prefix + "0");
    assertThat(java.at("/Environment/Variables/AWS_LAMBDA_EXEC_WRAPPER").asText())
        .isEqualTo("/opt/otel-handler");
    assertThat(java.at("/Environment/Variables/MINE").asText()).isEqualTo("1");
    assertThat(java.at("/Layers/0/Arn").asText()).contains("opentelemetry-java-wrapper");
    assertThat(run("status", "--match", "^" + prefix).output())
        .contains("opentelemetry-python:", "by attach", "not attached");

    proxy.reset();
    assertThat(run("attach", "--yes", "--match", "^" + prefix).output())
        .contains("attach: 0 changed, 6 as they should be");
    assertThat(proxy.requests(UPDATE)).isEmpty();

    assertThat(run("detach", "--yes", "--match", "^" + prefix).status()).isZero();
    assertThat(state(prefix, 10)).isEqualTo(before);
  }

  @Test
  void many_interruptedInTheMiddle_areDoneByTheSecondRun_andUndone() throws Exception {
    use(StandIn.MINISTACK);
    String prefix = create(MANY);
    Map<String, JsonNode> before = state(prefix, MANY);
    Path log = folder.resolve("interrupted.log");
    Process process = command("attach", "--yes", "--match", "^" + prefix).start(log);
    await().atMost(Duration.ofMinutes(1)).until(() -> proxy.requests(UPDATE).size() > MANY / 10);
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.waitFor();
    int attachable = MANY * 3 / 5;
    assertThat(proxy.requests(UPDATE).size()).isLessThan(attachable);

    proxy.throttle("(PUT|POST) .*", 15);
    proxy.hang("GET .*/functions/" + prefix + "7", 1);
    Command.Finished second = run("attach", "--yes", "--patience", "2", "--match", "^" + prefix);
    assertThat(second.output()).contains(MANY - attachable + " left out, 0 failed");
    assertThat(attached(prefix, MANY)).isEqualTo(attachable);

    assertThat(run("detach", "--yes", "--match", "^" + prefix).output())
        .contains("detach: " + attachable + " changed");
    assertThat(state(prefix, MANY)).isEqualTo(before);
  }

  @Test
  void oneThatFails_stopsNoOther_andIsNamed() throws Exception {
    use(StandIn.MINISTACK);
    String prefix = create(5);
    proxy.fail("PUT .*/functions/" + prefix + "1/configuration", Integer.MAX_VALUE);
    Command.Finished finished = run("attach", "--yes", "--jobs", "1", "--match", "^" + prefix);
    assertThat(finished.output())
        .contains(prefix + "1 (python3.12): failed: ", "told to fail")
        .contains("attach: 2 changed, 0 as they should be, 2 left out, 1 failed");
    assertThat(finished.status()).isEqualTo(1);
    assertThat(attached(prefix, 5)).isEqualTo(2);
  }

  @Test
  void nobodyToAsk_changesNothing() throws Exception {
    use(StandIn.MINISTACK);
    String prefix = create(1);
    Command.Finished finished = run("attach", prefix + "0");
    assertThat(finished.output()).contains("nobody is there to ask: --yes changes without");
    assertThat(finished.status()).isEqualTo(2);
    assertThat(attached(prefix, 1)).isZero();
  }

  @Test
  void functionThatIsNotThere_isNamed() throws Exception {
    use(StandIn.MINISTACK);
    Command.Finished finished = run("attach", "--yes", "nobody");
    assertThat(finished.output()).contains("us-east-1 nobody: ");
    assertThat(finished.status()).isEqualTo(1);
  }

  private void use(StandIn standIn) throws Exception {
    if (!RUNNING.containsKey(standIn)) {
      RUNNING.put(standIn, standIn.start());
      PROXIES.put(standIn, AwsProxy.before(RUNNING.get(standIn).address()));
      createRole(standIn);
    }
    proxy = PROXIES.get(standIn);
    proxy.reset();
    publish();
  }

  private static void createRole(StandIn standIn) throws Exception {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
            + "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}}]}";
    String form =
        "Action=CreateRole&Version=2010-05-08&RoleName=lambda&AssumeRolePolicyDocument="
            + URLEncoder.encode(policy, UTF_8);
    send(
        RUNNING.get(standIn).address() + "/",
        "iam",
        "POST",
        "application/x-www-form-urlencoded",
        form);
  }

  /** Publishes the layers, and writes the file that publish would write. */
  private void publish() throws Exception {
    StringBuilder entries = new StringBuilder();
    for (String layer : LAYERS) {
      JsonNode version =
          lambda(
              "POST",
              "/2018-10-31/layers/" + layer + "/versions",
              JSON.createObjectNode().set("Content", JSON.createObjectNode().put("ZipFile", code)));
      ObjectNode entry = JSON.createObjectNode();
      entry.put("name", layer).put("region", "us-east-1");
      entry.put("arn", version.get("LayerVersionArn").asText());
      entry.put("public", false).put("sha256", "");
      entry.putArray("runtimes").add(RUNTIMES.get(LAYERS.indexOf(layer)));
      entry.putArray("architectures").add("x86_64").add("arm64");
      entries.append(entries.isEmpty() ? "" : ",").append(entry);
    }
    Files.writeString(layersJson(), "{\"layers\":[" + entries + "]}");
  }

  private static Path layersJson() {
    return folder.resolve("layers.json");
  }

  /** Creates functions of all runtimes in turn, and returns what their names begin with. */
  private String create(int count) throws Exception {
    functions++;
    String prefix = "attach" + functions + "-";
    for (int i = 0; i < count; i++) {
      ObjectNode function = JSON.createObjectNode();
      function.put("FunctionName", prefix + i).put("Handler", "app.handler");
      function.put("Runtime", RUNTIMES.get(i % RUNTIMES.size()));
      function.put("Role", "arn:aws:iam::" + account() + ":role/lambda");
      function.putObject("Code").put("ZipFile", code);
      function.putObject("Environment").putObject("Variables").put("MINE", "1");
      function.putObject("Tags").put("team", prefix);
      JsonNode created = lambda("POST", FUNCTIONS, function);
      assertThat(created.path("FunctionName").asText()).isEqualTo(prefix + i);
    }
    return prefix;
  }

  private String account() {
    return proxy == PROXIES.get(StandIn.MOTO) ? "123456789012" : "000000000000";
  }

  private long attached(String prefix, int count) throws Exception {
    return state(prefix, count).values().stream()
        .filter(function -> function.at("/Environment/Variables").has("AWS_LAMBDA_EXEC_WRAPPER"))
        .count();
  }

  /** Configuration and tags of each function. */
  private Map<String, JsonNode> state(String prefix, int count) throws Exception {
    Map<String, JsonNode> state = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      JsonNode function = lambda("GET", FUNCTIONS + "/" + prefix + i, null);
      ObjectNode kept = JSON.createObjectNode();
      function.get("Configuration").properties().stream()
          .filter(field -> !VOLATILE.contains(field.getKey()))
          .filter(field -> !field.getValue().isArray() || !field.getValue().isEmpty())
          .forEach(field -> kept.set(field.getKey(), field.getValue()));
      kept.set("Tags", function.get("Tags"));
      state.put(prefix + i, kept);
    }
    return state;
  }

  private Command.Finished run(String word, String... options) throws Exception {
    return command(word, options).run();
  }

  private Command command(String word, String... options) {
    Command command = cli.to(proxy).script("run.sh", word).with(options);
    if (!word.equals("detach")) {
      command.with("--layers-json", layersJson().toString());
    }
    return command.input(Path.of("/dev/null"));
  }

  private JsonNode lambda(String method, String path, JsonNode body) throws Exception {
    URI target =
        RUNNING
            .get(proxy == PROXIES.get(StandIn.MOTO) ? StandIn.MOTO : StandIn.MINISTACK)
            .address();
    String text = body == null ? "" : body.toString();
    return JSON.readTree(send(target + path, "lambda", method, "application/json", text));
  }

  private static String send(
      String address, String service, String method, String type, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", type)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/"
                    + service
                    + "/aws4_request, SignedHeaders=host, Signature=none")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
