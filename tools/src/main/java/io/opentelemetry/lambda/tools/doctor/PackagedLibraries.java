package io.opentelemetry.lambda.tools.doctor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The client libraries in a function that the wrapper layer does not trace. They are in jars, in
 * jars of such jars, or without a jar of their own.
 */
final class PackagedLibraries {

  /** Such as a zip with Spring Boot's jar, which has the libraries. */
  private static final int DEPTH = 3;

  private static final String SDK = "io/opentelemetry/sdk/common/CompletableResultCode.class";
  private static final String MAVEN = "META-INF/maven/";
  private static final String POM = "/pom.properties";
  private static final Pattern JAR = Pattern.compile(".*\\.(jar|zip)");

  /** Where the class loaders of frameworks take jars from: Spring Boot's and Quarkus's. */
  private static final Pattern FRAMEWORKS_JAR =
      Pattern.compile("(.*/)?(BOOT-INF/lib/|lib/main/)[^/]*\\.jar");

  private final List<KnownLibrary> known = KnownLibrary.all();
  private final Collection<String> instrumented;
  private final Set<String> markers = new HashSet<>();

  /** Those that some jar has. */
  private final Set<String> found = new HashSet<>();

  private final List<Content> contents = new ArrayList<>();

  /** By problem, as a library may have several jars. */
  private final Map<String, Finding> findings = new LinkedHashMap<>();

  /**
   * Finds those that are not traced.
   *
   * @param function a zip, a jar or a folder
   * @param instrumented the libraries that were instrumented at build time
   */
  static List<Finding> untraced(Path function, Collection<String> instrumented) throws IOException {
    PackagedLibraries libraries = new PackagedLibraries(instrumented);
    if (Files.isDirectory(function)) {
      libraries.readFolder(function);
    } else {
      try (InputStream content = Files.newInputStream(function)) {
        libraries.readZip(content, "", DEPTH);
      }
    }
    libraries.contents.forEach(libraries::look);
    return new ArrayList<>(libraries.findings.values());
  }

  private PackagedLibraries(Collection<String> instrumented) throws IOException {
    this.instrumented = instrumented;
    for (KnownLibrary library : known) {
      markers.add(library.marker());
      markers.add(library.boundFile());
    }
    markers.add(SDK);
  }

  private void readFolder(Path folder) throws IOException {
    Content content = new Content("");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        try (InputStream in = Files.newInputStream(file)) {
          read(content, name, in, DEPTH);
        }
      }
    }
    contents.add(content);
  }

  /**
   * @param name of the jar; empty for the function itself
   */
  private void readZip(InputStream in, String name, int depth) throws IOException {
    Content content = new Content(name);
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory()) {
        read(content, entry.getName(), zip, depth);
      }
    }
    contents.add(content);
  }

  private void read(Content content, String file, InputStream in, int depth) throws IOException {
    if (JAR.matcher(file).matches()) {
      if (depth > 1) {
        readZip(new ByteArrayInputStream(in.readAllBytes()), file, depth - 1);
      }
    } else if (markers.contains(file)) {
      content.markers.add(file);
      found.add(file);
    } else if (file.startsWith(MAVEN) && file.endsWith(POM)) {
      Properties pom = new Properties();
      pom.load(new ByteArrayInputStream(in.readAllBytes()));
      String artifact = file.substring(MAVEN.length(), file.length() - POM.length());
      content.versions.put(artifact.replace('/', ':'), pom.getProperty("version", ""));
    }
  }

  private void look(Content content) {
    if (content.markers.contains(SDK)) {
      add(
          "the function brings an OpenTelemetry SDK of its own, so the wrapper layer traces none of"
              + " its libraries",
          "exclude it, and use the layer's by the API; or let the SDK's instrumentations trace them");
    }
    for (KnownLibrary library : known) {
      if (content.markers.contains(library.marker())
          && !instrumented.contains(library.instrumentation())) {
        look(library, content);
      }
    }
  }

  private void look(KnownLibrary library, Content content) {
    String version = content.versionOf(library);
    String subject =
        library.name()
            + (version.isEmpty() ? "" : " " + version)
            + (content.jar.isEmpty() ? "" : " (" + content.jar + ")");
    String buildTime = library.atBuildTime() ? "instrument it by ./run.sh instrument, or " : "";
    if (library.isNeverTraced()) {
      add(
          subject + " is not traced by the wrapper layer, which does not know it",
          buildTime + "use the agent layer");
    } else if (library.isOlder(version, found.contains(library.boundFile()))) {
      add(
          subject
              + " is not traced by the wrapper layer, which knows it from "
              + library.since()
              + " on",
          "take that version or a newer one, " + buildTime + "use the agent layer");
    } else if (FRAMEWORKS_JAR.matcher(content.jar).matches()) {
      add(
          subject + " is not traced by the wrapper layer if a framework's class loader loads it",
          "pack it into lib/ of the zip, or use the agent layer");
    }
  }

  private void add(String problem, String fix) {
    findings.put(problem, new Finding(problem, fix));
  }

  /** The files of a jar, or of the function itself, that tell what libraries it has. */
  private static final class Content {

    private final String jar;
    private final Set<String> markers = new HashSet<>();

    /** By {@code group:artifact}. */
    private final Map<String, String> versions = new HashMap<>();

    private Content(String jar) {
      this.jar = jar;
    }

    /** By the jar's name, or by what Maven has left in it; empty if neither says it. */
    private String versionOf(KnownLibrary library) {
      for (String artifact : library.artifacts()) {
        String name = artifact.substring(artifact.indexOf(':') + 1);
        var named =
            Pattern.compile("(.*[/.])?" + Pattern.quote(name) + "-(\\d.*)\\.jar").matcher(jar);
        if (named.matches()) {
          return named.group(2);
        }
        String version = versions.get(artifact);
        if (version != null) {
          return version;
        }
      }
      return "";
    }
  }
}
