package io.opentelemetry.lambda.wrapper.internal.classpath;

import io.opentelemetry.lambda.transformer.ClassTransformer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Loads the function's classes as the runtime's own class loader does, from the same jars, a few of
 * them changed. What fails, such as a class of a signed jar that somebody has changed, is left to
 * the JDK.
 *
 * <p>It takes what is to be run before the function's code gets {@code GlobalOpenTelemetry} for the
 * first time, and says whether it changes classes: by an interface of the JDK's, since a second
 * wrapper knows this class as another.
 */
class TransformingClassLoader extends URLClassLoader implements Predicate<Runnable> {

  private static final String GLOBAL = "io.opentelemetry.api.GlobalOpenTelemetry";

  /** The hooks, and OpenTelemetry itself. */
  private static final String NEVER_CHANGED = "io.opentelemetry.";

  /** But for this one of the function's, without its first part, which the layer relocates. */
  private static final String SPAN_KEY = ".instrumentation.api.internal.SpanKey";

  private final @Nullable ClassTransformer transformer;
  private volatile @Nullable Runnable beforeGlobal;
  private final Map<String, ClassSource> sources = new ConcurrentHashMap<>();

  static {
    registerAsParallelCapable();
  }

  static ClassLoader of(URLClassLoader runtime, @Nullable ClassTransformer transformer) {
    return new TransformingClassLoader(runtime.getURLs(), runtime.getParent(), transformer);
  }

  /**
   * @param transformer null to change nothing
   */
  TransformingClassLoader(URL[] urls, ClassLoader parent, @Nullable ClassTransformer transformer) {
    super(urls, parent);
    this.transformer = transformer;
  }

  @Override
  public boolean test(Runnable task) {
    beforeGlobal = task;
    return transformer != null;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    beforeLoading(name);
    return super.loadClass(name, resolve);
  }

  final void beforeLoading(String name) {
    Runnable task = beforeGlobal;
    if (task != null && name.equals(GLOBAL)) {
      task.run();
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Class<?> found =
        transformer == null || !mayTransform(name) ? null : findAndTransform(name, transformer);
    return found == null ? super.findClass(name) : found;
  }

  /** Tells whether a class may be changed. */
  boolean mayTransform(String name) {
    return !name.startsWith(NEVER_CHANGED) || name.endsWith(SPAN_KEY);
  }

  /**
   * Finds and changes a class; null if the JDK has to do it: for good, or so that it fails in its
   * own words.
   */
  private @Nullable Class<?> findAndTransform(String name, ClassTransformer transformer) {
    try {
      String path = name.replace('.', '/');
      String file = path.concat(".class");
      URL url = findResource(file);
      if (url == null) {
        return null;
      }
      String location = url.toString();
      String base = ClassSource.base(location, file);
      ClassSource source = base == null ? null : source(base);
      if (source == null) {
        return null;
      }
      byte[] classFile = source.read(location);
      if (!definePackage(name, source)) {
        return null;
      }
      byte[] transformed = transformer.apply(path, classFile);
      return defineClass(name, transformed, 0, transformed.length, source.codeSource(location));
    } catch (Throwable e) {
      return null;
    }
  }

  private ClassSource source(String base) throws IOException {
    ClassSource source = sources.get(base);
    if (source != null) {
      return source;
    }
    ClassSource opened = ClassSource.open(url(base));
    ClassSource other = sources.putIfAbsent(base, opened);
    if (other != null) {
      opened.close();
      return other;
    }
    return opened;
  }

  /** The very one of the runtime's, unless another jar's manifest names it. */
  private URL url(String base) throws IOException {
    for (URL url : getURLs()) {
      if (url.toString().equals(base)) {
        return url;
      }
    }
    return new URL(base);
  }

  /** Defines the class's package; false if it is sealed against it, as the JDK will say. */
  private boolean definePackage(String className, ClassSource source) {
    int dot = className.lastIndexOf('.');
    String name = dot < 0 ? "" : className.substring(0, dot);
    if (dot < 0 || source.hasDefined(name)) {
      return true;
    }
    try {
      if (source.manifest() == null) {
        definePackage(name, null, null, null, null, null, null, null);
      } else {
        definePackage(name, source.manifest(), source.url());
      }
    } catch (IllegalArgumentException e) {
      // from another jar or by another thread
    }
    Package defined = getPackage(name);
    if (defined != null && !mayHave(defined, source)) {
      return false;
    }
    source.setDefined(name);
    return true;
  }

  private static boolean mayHave(Package defined, ClassSource source) {
    return defined.isSealed() ? defined.isSealed(source.url()) : !source.seals(defined.getName());
  }

  @Override
  public void close() throws IOException {
    super.close();
    for (ClassSource source : sources.values()) {
      source.close();
    }
  }
}
