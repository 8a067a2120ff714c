package io.opentelemetry.lambda.wrapper.internal.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionLibrariesTest {

  private static final String API = "io/opentelemetry/api/version.properties";
  private static final String SDK = "io/opentelemetry/sdk/common/CompletableResultCode.class";

  @TempDir Path folder;
  private Path layer;
  private Path clients;

  @BeforeEach
  void createLayer() throws IOException {
    layer = jar("layer.jar", Map.of(API, "sdk.version=1.65.0", SDK, ""));
    clients = jar("layer-clients.jar", Map.of());
  }

  @Test
  void function_withoutOpenTelemetry() throws IOException {
    FunctionLibraries libraries = libraries(jar("function.jar", Map.of()), layer, clients);
    assertThat(libraries.haveSdk()).isFalse();
    assertThat(libraries.compareApis()).isZero();
  }

  @Test
  void sdk_whereverItLies() throws IOException {
    Path sdk = jar("sdk.jar", Map.of(SDK, ""));
    assertThat(libraries(sdk, layer).haveSdk()).isTrue();
    assertThat(libraries(layer, sdk).haveSdk()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io/opentelemetry/instrumentation/api/internal/SpanKey.class",
        "io/opentelemetry/extension/kotlin/ContextExtensionsKt.class"
      })
  void librariesThatKeepContexts_areFound_withTheApiThatTheyCall(String type) throws IOException {
    Path alone = jar("alone.jar", Map.of(type, ""));
    Path both = jar("both.jar", Map.of(type, "", API, "sdk.version=1.20.0"));
    assertThat(libraries(alone, layer).haveOwnContexts()).isFalse();
    assertThat(libraries(both, layer).haveOwnContexts()).isTrue();
  }

  @Test
  void api_isComparedByVersion() throws IOException {
    Path newer = jar("newer.jar", Map.of(API, "sdk.version=1.68.0"));
    Path older = jar("older.jar", Map.of(API, "sdk.version=1.20.0"));
    Path odd = jar("odd.jar", Map.of(API, ""));
    assertThat(libraries(newer, layer).compareApis()).isPositive();
    assertThat(libraries(older, layer).compareApis()).isNegative();
    assertThat(libraries(odd, layer).compareApis()).isNegative();
  }

  @Test
  void loaders_findOpenTelemetryInTheirOrder_andNotInTheParent() throws IOException {
    Path parent = jar("parent.jar", Map.of(API, "parent", SDK, "parent", "other", "parent"));
    Path function = jar("function.jar", Map.of(API, "function", "other", "function"));
    ClassLoader parentLoader = new URLClassLoader(new URL[] {url(parent)}, null);
    FunctionLibraries libraries =
        FunctionLibraries.of(
            new URLClassLoader(new URL[] {url(function), url(layer), url(clients)}, parentLoader),
            url(layer));
    assertThat(read(libraries.loaderFunctionFirst(null), API)).isEqualTo("function");
    assertThat(read(libraries.loaderLayerFirst(), API)).isEqualTo("sdk.version=1.65.0");
    ClassLoader without = libraries.loaderWithoutLayer(null);
    assertThat(without.getResource(SDK)).isNull();
    assertThat(Collections.list(without.getResources(API))).hasSize(1);
    assertThat(read(without, "other")).isEqualTo("parent");
    assertThat(((URLClassLoader) without).getURLs()).containsExactly(url(function));
  }

  @Test
  void classLoader_thatIsNoneOfTheRuntimes() throws IOException {
    assertThat(FunctionLibraries.of(ClassLoader.getSystemClassLoader(), url(layer))).isNull();
  }

  private static FunctionLibraries libraries(Path... jars) throws IOException {
    URL[] urls = Arrays.stream(jars).map(FunctionLibrariesTest::url).toArray(URL[]::new);
    Path layer = Arrays.stream(jars).filter(jar -> jar.endsWith("layer.jar")).findFirst().get();
    return FunctionLibraries.of(new URLClassLoader(urls, null), url(layer));
  }

  private Path jar(String name, Map<String, String> entries) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("META-INF/"));
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private static String read(ClassLoader loader, String name) throws IOException {
    return new String(loader.getResourceAsStream(name).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
