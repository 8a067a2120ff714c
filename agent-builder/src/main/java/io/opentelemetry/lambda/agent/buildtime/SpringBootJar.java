package io.opentelemetry.lambda.agent.buildtime;

import org.jspecify.annotations.Nullable;

/**
 * Spring Boot's executable jar, of which Lambda would load neither the classes nor the libraries:
 * tells where they are in a zip that it does load.
 */
final class SpringBootJar {

  static final String FOLDER = "BOOT-INF";

  private static final String CLASSES = FOLDER + "/classes/";
  private static final String LIBRARIES = FOLDER + "/lib/";

  /** Files of Spring Boot's loader, which Lambda's class loader takes the place of. */
  private static final String[] LOADER = {
    FOLDER + "/", "org/springframework/boot/loader/", "META-INF/services/"
  };

  /** The name of a file there; null if it is left out. */
  static @Nullable String unpacked(String name) {
    if (name.startsWith(CLASSES)) {
      return name.substring(CLASSES.length());
    }
    if (name.startsWith(LIBRARIES)) {
      return "lib/" + name.substring(LIBRARIES.length());
    }
    for (String prefix : LOADER) {
      if (name.startsWith(prefix)) {
        return null;
      }
    }
    return name;
  }

  private SpringBootJar() {}
}
