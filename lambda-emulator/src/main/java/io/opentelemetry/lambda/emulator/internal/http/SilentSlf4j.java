package io.opentelemetry.lambda.emulator.internal.http;

import org.slf4j.LoggerFactory;

/**
 * Initializes SLF4J without its warning that there is no provider. Jetty logs by SLF4J; a test that
 * has no logger wants neither its log nor the warning.
 */
final class SilentSlf4j {

  private static final String VERBOSITY = "slf4j.internal.verbosity";
  private static final String PROVIDER = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";

  /** Initializes SLF4J; it warns at its first use or never. */
  static void initialize() {
    ClassLoader loader = LoggerFactory.class.getClassLoader();
    boolean silent = loader.getResource(PROVIDER) == null && System.getProperty(VERBOSITY) == null;
    if (!silent) {
      return;
    }
    System.setProperty(VERBOSITY, "ERROR");
    try {
      LoggerFactory.getILoggerFactory();
    } finally {
      System.clearProperty(VERBOSITY);
    }
  }

  private SilentSlf4j() {}
}
