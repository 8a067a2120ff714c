package io.opentelemetry.lambda.wrapper.internal.classpath;

import io.opentelemetry.lambda.instrumentation.common.BuildTimeLibraries;
import io.opentelemetry.lambda.transformer.ClassTransformer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * The OpenTelemetry that the function brings in its own jars. By default the layer's API is in its
 * place, as it is loaded first and knows what older ones know; a newer one, or an SDK, cannot be
 * replaced.
 */
final class FunctionLibraries {

  private static final String SDK = "io/opentelemetry/sdk/common/CompletableResultCode.class";

  private static final String INSTRUMENTATION_API =
      "io/opentelemetry/instrumentation/api/internal/SpanKey.class";
  private static final String KOTLIN_EXTENSION =
      "io/opentelemetry/extension/kotlin/ContextExtensionsKt.class";

  /** Holds {@code sdk.version=1.2.3}, in every release of the API. */
  private static final String API_VERSION = "io/opentelemetry/api/version.properties";

  private final URLClassLoader runtime;
  private final String layer;

  /**
   * Looks into the function's libraries; null if the class loader is none of the runtime's.
   *
   * @param layerJar where this layer's main jar is; its others are beside it, and are named after
   *     it
   */
  static @Nullable FunctionLibraries of(ClassLoader loader, URL layerJar) {
    String jar = layerJar.toString();
    return loader instanceof URLClassLoader && jar.endsWith(".jar")
        ? new FunctionLibraries(
            (URLClassLoader) loader, jar.substring(0, jar.length() - ".jar".length()))
        : null;
  }

  private FunctionLibraries(URLClassLoader runtime, String layer) {
    this.runtime = runtime;
    this.layer = layer;
  }

  boolean haveSdk() throws IOException {
    return find(SDK, /* ofLayer= */ false) != null;
  }

  /** The file that tells what was instrumented at build time; null if nothing was. */
  @Nullable URL buildTimeInstrumentation() {
    return runtime.findResource(BuildTimeLibraries.FILE);
  }

  /**
   * Tells whether the function brings the API for other libraries of OpenTelemetry's that keep
   * contexts: those that instrument something, or the extension for Kotlin.
   */
  boolean haveOwnContexts() throws IOException {
    return (find(INSTRUMENTATION_API, /* ofLayer= */ false) != null
            || find(KOTLIN_EXTENSION, /* ofLayer= */ false) != null)
        && find(API_VERSION, /* ofLayer= */ false) != null;
  }

  /**
   * Positive if the function's code may call what the layer's API does not have, negative if the
   * layer may call what the function's does not have, 0 if they are one or the function has none.
   */
  int compareApis() throws IOException {
    URL own = find(API_VERSION, /* ofLayer= */ false);
    URL layers = own == null ? null : find(API_VERSION, /* ofLayer= */ true);
    return own == null || layers == null ? 0 : Version.compare(read(own), read(layers));
  }

  /**
   * @param transformer null to change nothing
   */
  ClassLoader loaderFunctionFirst(@Nullable ClassTransformer transformer) {
    return FunctionClassLoader.functionFirst(runtime, transformer);
  }

  /**
   * @param transformer null to change nothing
   */
  ClassLoader loaderThatTransforms(@Nullable ClassTransformer transformer) {
    return TransformingClassLoader.of(runtime, transformer);
  }

  ClassLoader loaderLayerFirst() {
    return FunctionClassLoader.layerFirst(runtime, layer);
  }

  /**
   * @param transformer of the SDK that the function brings; null to change nothing
   */
  ClassLoader loaderWithoutLayer(@Nullable ClassTransformer transformer) {
    return FunctionClassLoader.withoutLayer(runtime, layer, transformer);
  }

  private @Nullable URL find(String name, boolean ofLayer) throws IOException {
    Enumeration<URL> found = runtime.findResources(name);
    while (found.hasMoreElements()) {
      URL url = found.nextElement();
      if (url.toString().startsWith("jar:" + layer) == ofLayer) {
        return url;
      }
    }
    return null;
  }

  private static String read(URL version) throws IOException {
    URLConnection connection = version.openConnection();
    // a cached jar would stay open beside the class loader's
    connection.setUseCaches(false);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1))) {
      String line = reader.readLine();
      return line == null ? "" : line.substring(line.indexOf('=') + 1);
    }
  }
}
