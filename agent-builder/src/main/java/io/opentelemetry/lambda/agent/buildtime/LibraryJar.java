package io.opentelemetry.lambda.agent.buildtime;

import io.opentelemetry.lambda.agent.AgentBuilderException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A jar in a function's {@code lib/}. */
final class LibraryJar {

  /** The files by which a jar is signed: a list of sums, and its signature. */
  private static final Pattern SIGNATURE =
      Pattern.compile("META-INF/([^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]+)");

  private static final Pattern OF_RELEASE = Pattern.compile("META-INF/versions/(\\d+)/(.+)");

  private static final String CLASS = ".class";

  private final String name;
  private final byte[] content;

  /** By their names; of several of one name the last one, as the JVM finds it. */
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

  private final Map<String, byte[]> files = new HashMap<>();

  /**
   * Reads a jar.
   *
   * @param name with the folder
   */
  LibraryJar(String name, byte[] content) {
    this.name = name;
    this.content = content;
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(content))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), entry);
        files.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new AgentBuilderException(
          name + " cannot be read: " + e.getMessage() + "; pack the function again", e);
    }
  }

  String name() {
    return name;
  }

  byte[] content() {
    return content;
  }

  byte @Nullable [] find(String entry) {
    return files.get(entry);
  }

  /**
   * The releases of Java that it has classes for, beside those for all; none if its manifest does
   * not say that it has some.
   */
  SortedSet<Integer> releases() {
    SortedSet<Integer> releases = new TreeSet<>();
    if (isMultiRelease()) {
      for (String entry : files.keySet()) {
        Matcher matcher = OF_RELEASE.matcher(entry);
        if (matcher.matches() && isClass(matcher.group(2))) {
          releases.add(Integer.valueOf(matcher.group(1)));
        }
      }
    }
    return releases;
  }

  private boolean isMultiRelease() {
    byte @Nullable [] manifest = files.get("META-INF/MANIFEST.MF");
    if (manifest == null) {
      return false;
    }
    try {
      return Boolean.parseBoolean(
          new Manifest(new ByteArrayInputStream(manifest))
              .getMainAttributes()
              .getValue(Attributes.Name.MULTI_RELEASE));
    } catch (IOException e) {
      // the JVM reads such a jar as one for all releases, too
      return false;
    }
  }

  private static boolean isClass(String file) {
    return file.endsWith(CLASS)
        && !file.startsWith("META-INF/")
        && !file.endsWith("module-info.class");
  }

  /**
   * The files of the classes that a release of Java loads, by the classes' names with slashes.
   *
   * @param release 8 for those of all releases
   */
  SortedMap<String, String> classes(int release) {
    SortedMap<String, String> classes = new TreeMap<>();
    SortedSet<Integer> releases = releases().headSet(release + 1);
    files.keySet().stream()
        .filter(LibraryJar::isClass)
        .forEach(file -> classes.put(className(file), file));
    for (int each : releases) {
      String folder = "META-INF/versions/" + each + "/";
      for (String file : files.keySet()) {
        if (file.startsWith(folder) && isClass(file.substring(folder.length()))) {
          classes.put(className(file.substring(folder.length())), file);
        }
      }
    }
    return classes;
  }

  private static String className(String file) {
    return file.substring(0, file.length() - CLASS.length());
  }

  /** OpenTelemetry's classes that it has, such as annotations, by their names with slashes. */
  Map<String, byte[]> openTelemetry() {
    Map<String, byte[]> classes = new HashMap<>();
    files.forEach(
        (file, bytes) -> {
          if (file.startsWith("io/opentelemetry/") && isClass(file)) {
            classes.put(className(file), bytes);
          }
        });
    return classes;
  }

  boolean isSigned() {
    return files.keySet().stream().anyMatch(LibraryJar::isOfSignature);
  }

  private static boolean isOfSignature(String file) {
    return SIGNATURE.matcher(file.toUpperCase(Locale.ROOT)).matches();
  }

  /** Makes a jar for this release alone, with the classes that it loads. */
  LibraryJar forRelease(int release) {
    if (releases().isEmpty()) {
      return this;
    }
    Map<String, byte[]> all = new LinkedHashMap<>();
    files.forEach(
        (file, bytes) -> {
          if (!isClass(file) && !OF_RELEASE.matcher(file).matches()) {
            all.put(file, bytes);
          }
        });
    all.remove("META-INF/MANIFEST.MF");
    classes(release)
        .forEach(
            (className, file) -> all.put(className + CLASS, files.getOrDefault(file, new byte[0])));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : all.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LibraryJar(name, out.toByteArray());
  }

  /**
   * Makes a jar that has other files, no signature, and all else as it is.
   *
   * @param changed contents by their names
   */
  LibraryJar with(Map<String, byte[]> changed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, ZipEntry> entry : entries.entrySet()) {
        if (!isOfSignature(entry.getKey())) {
          byte[] original = files.getOrDefault(entry.getKey(), new byte[0]);
          byte[] file = changed.getOrDefault(entry.getKey(), original);
          zip.putNextEntry(copy(entry.getValue(), file));
          zip.write(file);
          zip.closeEntry();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LibraryJar(name, out.toByteArray());
  }

  /** In the same way as it was: a jar may be read as a stream, and folders are looked for. */
  private static ZipEntry copy(ZipEntry original, byte[] file) {
    ZipEntry entry = new ZipEntry(original.getName());
    entry.setTimeLocal(original.getTimeLocal());
    entry.setMethod(original.getMethod());
    if (original.getMethod() == ZipEntry.STORED) {
      CRC32 checksum = new CRC32();
      checksum.update(file);
      entry.setCrc(checksum.getValue());
      entry.setSize(file.length);
    }
    return entry;
  }
}
