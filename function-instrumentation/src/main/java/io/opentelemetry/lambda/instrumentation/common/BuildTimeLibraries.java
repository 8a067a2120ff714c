package io.opentelemetry.lambda.instrumentation.common;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The libraries of the function that {@code run.sh instrument} has instrumented, and that the
 * layer's hooks therefore leave alone. None, if a jar is not the one that was instrumented.
 */
public final class BuildTimeLibraries {

  /** In the jar that has been added to the function; its last part is the one of the builder's. */
  public static final String FILE = "io/opentelemetry/lambda/build-time-instrumentation";

  private static final String LIBRARY = "library ";
  private static final String JAR = "jar ";

  private static volatile Set<String> names = Collections.emptySet();

  /** Tells whether a library is instrumented, by the name of the agent's instrumentation. */
  public static boolean include(String library) {
    return names.contains(library);
  }

  /** Tells whether any is. */
  public static boolean exist() {
    return !names.isEmpty();
  }

  /**
   * Reads the file, and compares the function's jars with it, as far as it costs next to nothing:
   * by their sizes.
   *
   * @param file null if the function has none
   */
  public static void read(@Nullable URL file) {
    names = Collections.emptySet();
    if (file == null) {
      return;
    }
    try {
      Set<String> read = new HashSet<>();
      String changed = read(file, root(file.toString()), read);
      if (changed == null) {
        names = read;
      } else {
        Diagnostics.warn(
            changed
                + " is not the jar that was instrumented at build time: what was instrumented is"
                + " not traced by it; instrument the function again");
      }
    } catch (IOException | RuntimeException e) {
      Diagnostics.warn("what was instrumented at build time is not known", e);
    }
  }

  /** The folder of {@code lib}; null if the file is not in a jar there. */
  private static @Nullable File root(String url) {
    int end = url.indexOf("!/");
    if (!url.startsWith("jar:file:") || end < 0) {
      return null;
    }
    File lib = new File(url.substring("jar:file:".length(), end)).getParentFile();
    return lib == null ? null : lib.getParentFile();
  }

  /** The name of a jar that is another one; null if all are the same. */
  private static @Nullable String read(URL file, @Nullable File root, Set<String> libraries)
      throws IOException {
    URLConnection connection = file.openConnection();
    // a cached jar would stay open beside the class loader's
    connection.setUseCaches(false);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(LIBRARY)) {
          libraries.add(line.substring(LIBRARY.length()));
        } else if (line.startsWith(JAR)) {
          // its size, its sum and its name
          String[] jar = line.split(" ", 4);
          if (new File(root, jar[3]).length() != Long.parseLong(jar[1])) {
            return jar[3];
          }
        }
      }
    }
    return null;
  }

  private BuildTimeLibraries() {}
}
