package io.opentelemetry.lambda.wrapper.internal.classpath;

import io.opentelemetry.lambda.transformer.ClassTransformer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads the function's classes as the runtime's own class loader does, from the same jars, but with
 * no OpenTelemetry from the application class path, where the layer's is.
 */
final class FunctionClassLoader extends TransformingClassLoader {

  /** The class's name, for who has no need to load it. */
  static final String NAME =
      "io.opentelemetry.lambda.wrapper.internal.classpath.FunctionClassLoader";

  private static final String PACKAGE = "io.opentelemetry.";
  private static final String SDK = PACKAGE + "sdk.";
  private static final String SDK_HOOK = PACKAGE + "lambda.wrapper.OwnSdk";
  private static final String FOLDER = "io/opentelemetry/";
  private static final String SERVICES = "META-INF/services/" + PACKAGE;

  /** Set where the function brings an SDK, whose classes are those that are changed. */
  private final boolean transformsSdk;

  static {
    registerAsParallelCapable();
  }

  /**
   * The function's jars before the layer's, as Lambda has them.
   *
   * @param transformer null to change nothing
   */
  static ClassLoader functionFirst(URLClassLoader runtime, @Nullable ClassTransformer transformer) {
    return new FunctionClassLoader(runtime.getURLs(), runtime.getParent(), transformer, false);
  }

  /**
   * The layer's jars before the function's.
   *
   * @param layer what the addresses of the layer's jars begin with
   */
  static ClassLoader layerFirst(URLClassLoader runtime, String layer) {
    List<URL> urls = select(runtime, layer, /* ofLayer= */ true);
    urls.addAll(select(runtime, layer, /* ofLayer= */ false));
    return new FunctionClassLoader(urls.toArray(new URL[0]), runtime.getParent(), null, false);
  }

  /**
   * The function's jars, and those of other layers.
   *
   * @param layer what the addresses of the layer's jars begin with
   * @param transformer of the SDK that the function brings; null to change nothing
   */
  static ClassLoader withoutLayer(
      URLClassLoader runtime, String layer, @Nullable ClassTransformer transformer) {
    List<URL> urls = select(runtime, layer, /* ofLayer= */ false);
    return new FunctionClassLoader(
        urls.toArray(new URL[0]), runtime.getParent(), transformer, true);
  }

  private static List<URL> select(URLClassLoader runtime, String layer, boolean ofLayer) {
    List<URL> selected = new ArrayList<>();
    for (URL url : runtime.getURLs()) {
      if (url.toString().startsWith(layer) == ofLayer) {
        selected.add(url);
      }
    }
    return selected;
  }

  private FunctionClassLoader(
      URL[] urls,
      ClassLoader parent,
      @Nullable ClassTransformer transformer,
      boolean transformsSdk) {
    super(urls, parent, transformer);
    this.transformsSdk = transformsSdk;
  }

  @Override
  boolean mayTransform(String name) {
    return transformsSdk ? name.startsWith(SDK) : super.mayTransform(name);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PACKAGE) || (transformsSdk && name.equals(SDK_HOOK))) {
      return super.loadClass(name, resolve);
    }
    beforeLoading(name);
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    return isOpenTelemetry(name) ? findResource(name) : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return isOpenTelemetry(name) ? findResources(name) : super.getResources(name);
  }

  private static boolean isOpenTelemetry(String resource) {
    return resource.startsWith(FOLDER) || resource.startsWith(SERVICES);
  }
}
