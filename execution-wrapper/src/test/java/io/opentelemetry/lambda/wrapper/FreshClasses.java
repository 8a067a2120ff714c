package io.opentelemetry.lambda.wrapper;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Loads the tests' functions anew, as a function's class loader does in each environment. */
final class FreshClasses extends URLClassLoader {

  private static final String FUNCTIONS = "example.";

  static FreshClasses create() {
    try {
      return new FreshClasses(Path.of("target/test-classes").toUri().toURL());
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private FreshClasses(URL classes) {
    super(new URL[] {classes}, FreshClasses.class.getClassLoader());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(FUNCTIONS)) {
      return super.loadClass(name, resolve);
    }
    Class<?> loaded = findLoadedClass(name);
    return loaded == null ? findClass(name) : loaded;
  }
}
