package io.opentelemetry.lambda.client.buildtime;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.instrumentation.common.BuildTimeLibraries;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;

/**
 * Gives the libraries that were instrumented at build time their OpenTelemetry. Their jar finds
 * this class by its name.
 */
public final class BuildTime {

  private static final String SCOPE = "io.opentelemetry.";

  /**
   * The layer's OpenTelemetry; one that does nothing for a library that is switched off, and where
   * the function's jars are not those that were instrumented.
   *
   * @param library the names of the agent's instrumentation, with commas, or that of its scope;
   *     empty for what belongs to no library
   */
  public static OpenTelemetry openTelemetry(String library) {
    try {
      if (!BuildTimeLibraries.exist() || !isEnabled(library)) {
        return OpenTelemetry.noop();
      }
      return LibrarySettings.openTelemetry();
    } catch (Throwable e) {
      Diagnostics.warn("what was instrumented at build time is not traced", e);
      return OpenTelemetry.noop();
    }
  }

  private static boolean isEnabled(String library) {
    if (library.isEmpty()) {
      return true;
    }
    String[] names = library.split(",", -1);
    for (int i = 0; i < names.length; i++) {
      names[i] = withoutScope(names[i]);
    }
    return InstrumentationSettings.fromEnvironment().instruments(names);
  }

  /** From {@code io.opentelemetry.apache-httpclient-5.0} to {@code apache-httpclient}. */
  private static String withoutScope(String library) {
    if (!library.startsWith(SCOPE)) {
      return library;
    }
    int version = library.lastIndexOf('-');
    return library.substring(SCOPE.length(), version < 0 ? library.length() : version);
  }

  private BuildTime() {}
}
