package io.opentelemetry.lambda.emulator.internal.report.page;

import static io.opentelemetry.lambda.emulator.Waiting.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium with one tab, driven by the DevTools protocol. */
final class Chromium implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final Map<String, Integer> KEY_CODES =
      Map.of("Tab", 9, "Enter", 13, "Escape", 27, "End", 35, "ArrowLeft", 37, "ArrowDown", 40);

  private final Process process;
  private final DevToolsSession session;

  /** The browser's program, if there is one on the {@code PATH}. */
  static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts a browser.
   *
   * @param profile an empty folder
   */
  static Chromium start(Path program, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                // root has none, and containers allow none; the only page is our own
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run",
                "--window-size=1440,1000",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("output.txt").toFile())
            .start();
    return new Chromium(process, profile);
  }

  private Chromium(Process process, Path profile) throws Exception {
    this.process = process;
    int port = port(profile.resolve("DevToolsActivePort"));
    HttpClient http = HttpClient.newHttpClient();
    this.session = DevToolsSession.connect(http, tab(http, port));
    session.call("Page.enable", Map.of());
    session.call("Runtime.enable", Map.of());
    session.call("Log.enable", Map.of());
    session.call("Network.enable", Map.of());
  }

  /** The browser writes it there as soon as it listens. */
  private static int port(Path file) {
    return await()
        .atMost(START_TIMEOUT)
        .until(() -> readLines(file), lines -> lines.size() >= 2)
        .stream()
        .findFirst()
        .map(Integer::parseInt)
        .orElseThrow();
  }

  private static List<String> readLines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static URI tab(HttpClient http, int port) throws Exception {
    URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
    String answer =
        http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
            .body();
    for (JsonNode target : JSON.readTree(answer)) {
      if (target.path("type").asText().equals("page")) {
        return URI.create(target.path("webSocketDebuggerUrl").asText());
      }
    }
    throw new IllegalStateException("no tab among " + answer);
  }

  /** Opens a page anew and waits until it has drawn itself. */
  void open(Path page) {
    session.forgetEvents();
    session.call("Page.navigate", Map.of("url", page.toUri().toString()));
    waitFor("location.href === '" + page.toUri() + "' && document.readyState === 'complete'");
    waitFor("document.querySelector('.tick') !== null");
  }

  /** Evaluates an expression, whose value JSON has to be able to express. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        session.call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  void waitFor(String condition) {
    await(condition).atMost(START_TIMEOUT).until(() -> evaluate(condition).asBoolean());
  }

  /** Clicks with the mouse into the middle of an element. */
  void click(String selector) {
    JsonNode middle =
        evaluate(
            "(() => {const element = document.querySelector('"
                + selector
                + "'); element.scrollIntoView({block: 'center'});"
                + " const {x, y, width, height} = element.getBoundingClientRect();"
                + " return {x: x + width / 2, y: y + height / 2};})()");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      session.call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              middle.path("x").asDouble(),
              "y",
              middle.path("y").asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  void press(String key) {
    session.call(
        "Input.dispatchKeyEvent",
        Map.of(
            "type",
            "keyDown",
            "key",
            key,
            "windowsVirtualKeyCode",
            KEY_CODES.get(key),
            "text",
            key.equals("Enter") ? "\r" : ""));
    session.call(
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", KEY_CODES.get(key)));
  }

  void type(String text) {
    session.call("Input.insertText", Map.of("text", text));
  }

  /** {@code light} or {@code dark}, as the system would ask for it. */
  void setColorScheme(String scheme) {
    session.call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  void setWidth(int pixels) {
    session.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", pixels, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
  }

  /** The addresses that have been asked for since a page was last opened. */
  List<String> requests() {
    return session.events("Network.requestWillBeSent").stream()
        .map(event -> event.path("request").path("url").asText())
        .toList();
  }

  /** Lists what scripts and the policy complained of since then, and what called for attention. */
  List<JsonNode> complaints() {
    return Stream.of("Runtime.exceptionThrown", "Log.entryAdded", "Page.javascriptDialogOpening")
        .flatMap(method -> session.events(method).stream())
        .toList();
  }

  @Override
  public void close() throws InterruptedException {
    session.call("Browser.close", Map.of());
    if (process.waitFor(10, TimeUnit.SECONDS)) {
      return;
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
