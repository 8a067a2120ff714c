package io.opentelemetry.lambda.wrapper.internal.classpath;

import io.opentelemetry.lambda.instrumentation.common.BuildTimeLibraries;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says which of the function's client libraries are not traced, and why. Loaded where the user has
 * asked for such lines only.
 */
public final class UntracedLibraries {

  /** A line for each library that is known, of seven columns. */
  private static final String TABLE = "io/opentelemetry/lambda/known-libraries";

  private static final String NEVER = "-";
  private static final String OLDER = "!";
  private static final String AWS_SDK = "aws-sdk";

  private final ClassLoader function;
  private final boolean besideSdk;
  private final InstrumentationSettings settings = InstrumentationSettings.fromEnvironment();

  /**
   * Prints a line for each.
   *
   * @param function what loads the function's classes
   * @param besideSdk whether the function brings an SDK
   */
  public static void say(ClassLoader function, boolean besideSdk) {
    try (InputStream table = UntracedLibraries.class.getClassLoader().getResourceAsStream(TABLE)) {
      if (table == null) {
        return;
      }
      UntracedLibraries libraries = new UntracedLibraries(function, besideSdk);
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          libraries.say(line.split(" ", 7));
        }
      }
    } catch (IOException | RuntimeException e) {
      Diagnostics.warn("what is not traced is not known", e);
    }
  }

  private UntracedLibraries(ClassLoader function, boolean besideSdk) {
    this.function = function;
    this.besideSdk = besideSdk;
  }

  private void say(String[] library) throws IOException {
    URL found = function.getResource(library[4]);
    if (found == null) {
      return;
    }
    String version = version(found.toString(), library[3]);
    String reason = reason(library, version);
    if (reason != null) {
      String name = version.isEmpty() ? library[6] : library[6] + " " + version;
      Diagnostics.debug(name + " (" + library[0] + ") is not traced: " + reason);
    }
  }

  private @Nullable String reason(String[] library, String version) {
    String name = library[0];
    if (besideSdk) {
      return "the function brings an OpenTelemetry SDK of its own";
    }
    if (BuildTimeLibraries.include(name)) {
      return null;
    }
    if (!(function instanceof Predicate) && !name.equals(AWS_SDK)) {
      return "without AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-handler, the AWS SDK alone is";
    }
    String others =
        library[2].equals("yes")
            ? "instrument it at build time, or use the agent layer"
            : "the agent layer traces it";
    if (library[1].equals(NEVER)) {
      return "this layer does not know it; " + others;
    }
    if (isOlder(library, version)) {
      return "this layer knows it from " + library[1] + " on; " + others;
    }
    if (!settings.instruments(name)) {
      return "it is switched off, by OTEL_INSTRUMENTATION_"
          + name.toUpperCase(Locale.ROOT).replace('-', '_')
          + "_ENABLED, OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED or"
          + " OTEL_LAMBDA_AUTO_INSTRUMENTATION";
    }
    return null;
  }

  /** Goes by the version, or else by a file that either older or newer ones have. */
  private boolean isOlder(String[] library, String version) {
    if (!version.isEmpty()) {
      return Version.compare(version, library[1]) < 0;
    }
    String file = library[5];
    if (file.startsWith(OLDER)) {
      return function.getResource(file.substring(OLDER.length())) != null;
    }
    return !file.equals(NEVER) && function.getResource(file) == null;
  }

  /** Goes by the jar's name, or else by what Maven leaves in a jar; empty if neither says it. */
  private String version(String location, String artifacts) throws IOException {
    for (String artifact : artifacts.split(",", -1)) {
      String named = artifact.substring(artifact.indexOf(':') + 1) + "-";
      int jar = location.lastIndexOf(".jar!/");
      int name = location.lastIndexOf(named, jar);
      if (name > 0
          && "/.".indexOf(location.charAt(name - 1)) >= 0
          && Character.isDigit(location.charAt(name + named.length()))) {
        return location.substring(name + named.length(), jar);
      }
      URL properties =
          function.getResource("META-INF/maven/" + artifact.replace(':', '/') + "/pom.properties");
      if (properties != null) {
        return read(properties);
      }
    }
    return "";
  }

  private static String read(URL properties) throws IOException {
    URLConnection connection = properties.openConnection();
    // a cached jar would stay open beside the class loader's
    connection.setUseCaches(false);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("version=")) {
          return line.substring("version=".length()).trim();
        }
      }
    }
    return "";
  }
}
