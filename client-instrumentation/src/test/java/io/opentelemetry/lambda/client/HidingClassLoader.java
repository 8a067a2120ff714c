package io.opentelemetry.lambda.client;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The hooks and the libraries as a function has them, but for some classes. */
final class HidingClassLoader extends URLClassLoader {

  /** Packages that hooks and libraries share with the tests. */
  private static final List<String> SHARED =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.", "org.junit.", "org.assertj.");

  private static final String OPENTELEMETRY = "io.opentelemetry.";
  private static final List<String> OF_LAYER =
      List.of(OPENTELEMETRY + "instrumentation.", OPENTELEMETRY + "lambda.client.");

  private final String hidden;
  private final Set<String> loaded = ConcurrentHashMap.newKeySet();

  /**
   * @param hidden a class's name, or a package's with a dot at its end; empty for none
   */
  static HidingClassLoader without(String hidden) throws MalformedURLException {
    List<URL> classPath = new ArrayList<>();
    for (String entry :
        List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    return new HidingClassLoader(classPath.toArray(new URL[0]), hidden);
  }

  private HidingClassLoader(URL[] classPath, String hidden) {
    super(classPath, HidingClassLoader.class.getClassLoader());
    this.hidden = hidden;
  }

  /** The names of the classes that were loaded of the hooks and the libraries. */
  Set<String> loaded() {
    return loaded;
  }

  String call(String probe, boolean hooked, String url) throws Exception {
    var constructor = loadClass(probe).getDeclaredConstructor();
    constructor.setAccessible(true);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(this);
    try {
      return ((Probe) constructor.newInstance()).call(hooked, url);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isShared(name)) {
      return super.loadClass(name, resolve);
    }
    if (name.equals(hidden) || (hidden.endsWith(".") && name.startsWith(hidden))) {
      throw new ClassNotFoundException(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found == null) {
        found = findClass(name);
        loaded.add(name);
      }
      return found;
    }
  }

  private static boolean isShared(String name) {
    return name.equals(Probe.class.getName())
        || SHARED.stream().anyMatch(name::startsWith)
        || (name.startsWith(OPENTELEMETRY) && OF_LAYER.stream().noneMatch(name::startsWith));
  }
}
