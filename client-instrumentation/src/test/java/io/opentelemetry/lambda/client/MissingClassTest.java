package io.opentelemetry.lambda.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Any class of a library that only tracing needs may be missing in a version of it: a call is made
 * without.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MissingClassTest {

  /** Packages of the layer's own, which are there with the hooks. */
  private static final List<String> LAYER = List.of("io.opentelemetry.", "io.r2dbc.proxy.");

  private static final String LIBRARIES = "io.opentelemetry.instrumentation.";

  private HttpServer server;
  private String url;

  @BeforeAll
  void start() throws IOException {
    GlobalOpenTelemetry.resetForTest();
    GlobalOpenTelemetry.set(
        OpenTelemetrySdk.builder().setTracerProvider(SdkTracerProvider.builder().build()).build());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", MissingClassTest::answer);
    server.start();
    url = "http://localhost:" + server.getAddress().getPort() + "/";
  }

  @AfterAll
  void stop() {
    server.stop(0);
    GlobalOpenTelemetry.resetForTest();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    byte[] body = "found".getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @TestFactory
  Stream<DynamicNode> callIsMade_withoutAnyClassThatTracingNeeds() throws Exception {
    Stream.Builder<DynamicNode> tests = Stream.builder();
    for (Class<?> probe : probes()) {
      Set<String> classes = new TreeSet<>(loaded(probe, /* hooked= */ true));
      classes.removeAll(loaded(probe, /* hooked= */ false));
      String layer = layersCode(classes);
      classes.removeIf(name -> isLayers(name) || !layer.contains(file(name)));
      for (String name : classes) {
        tests.add(test(probe, name));
      }
    }
    return tests.build();
  }

  /** As in a layer that is built without the library. */
  @TestFactory
  Stream<DynamicNode> callIsMade_withoutTheInstrumentationLibrary() throws Exception {
    Stream.Builder<DynamicNode> tests = Stream.builder();
    for (Class<?> probe : probes()) {
      Set<String> libraries = new TreeSet<>();
      for (String name : loaded(probe, /* hooked= */ true)) {
        if (name.startsWith(LIBRARIES) && !name.startsWith(LIBRARIES + "api.")) {
          libraries.add(name.substring(0, name.indexOf('.', LIBRARIES.length()) + 1));
        }
      }
      for (String library : libraries) {
        tests.add(test(probe, library));
      }
    }
    return tests.build();
  }

  /** Finds the probe of each library beside this class. */
  private static List<Class<?>> probes() throws Exception {
    Path classes =
        Path.of(MissingClassTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> probes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(each -> each.toString().endsWith("Probe.class")).toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '.');
        Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
        if (type != Probe.class) {
          probes.add(type);
        }
      }
    }
    assertThat(probes).isNotEmpty();
    return probes;
  }

  private Set<String> loaded(Class<?> probe, boolean hooked) throws Exception {
    try (HidingClassLoader loader = HidingClassLoader.without("")) {
      assertThat(loader.call(probe.getName(), hooked, url)).isEqualTo("found");
      return loader.loaded();
    }
  }

  /** The class files that mention what they need of a library. */
  private static String layersCode(Set<String> classes) throws IOException {
    StringBuilder code = new StringBuilder();
    for (String name : classes) {
      if (isLayers(name)) {
        try (InputStream in =
            MissingClassTest.class.getResourceAsStream("/" + file(name) + ".class")) {
          code.append(new String(in.readAllBytes(), ISO_8859_1));
        }
      }
    }
    return code.toString();
  }

  private static boolean isLayers(String name) {
    return LAYER.stream().anyMatch(name::startsWith);
  }

  private static String file(String className) {
    return className.replace('.', '/');
  }

  private DynamicTest test(Class<?> probe, String missing) {
    return DynamicTest.dynamicTest(
        probe.getSimpleName() + " without " + missing,
        () -> {
          try (HidingClassLoader loader = HidingClassLoader.without(missing)) {
            // a listener that is lost would leave the caller waiting
            assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () ->
                    assertThat(loader.call(probe.getName(), /* hooked= */ true, url))
                        .isEqualTo("found"),
                missing);
          }
        });
  }
}
