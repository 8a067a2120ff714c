package io.opentelemetry.lambda.agent.buildtime;

import io.opentelemetry.lambda.agent.AgentBuilderException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A jar in a function's {@code lib/}. */
final class LibraryJar {

  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.SF");
  private static final Pattern NEWER = Pattern.compile("META-INF/versions/\\d+/(.+)");

  private static final String HINT = "; --without NAME leaves a library alone";

  private final String name;
  private final byte[] content;
  private final Map<ZipEntry, byte[]> entries = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

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
        byte[] file = in.readAllBytes();
        entries.put(entry, file);
        files.put(entry.getName(), file);
      }
    } catch (IOException e) {
      throw new AgentBuilderException(name + " cannot be read: " + e.getMessage(), e);
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

  /** The names of its classes, with slashes; those for newer releases of Java are left out. */
  List<String> classNames() {
    List<String> names = new ArrayList<>();
    for (String entry : files.keySet()) {
      if (entry.endsWith(".class")
          && !entry.startsWith("META-INF/")
          && !entry.equals("module-info.class")) {
        names.add(entry.substring(0, entry.length() - ".class".length()));
      }
    }
    return names;
  }

  /** OpenTelemetry's classes that it has, such as annotations, by their names with slashes. */
  Map<String, byte[]> openTelemetry() {
    Map<String, byte[]> classes = new HashMap<>();
    for (String name : classNames()) {
      byte @Nullable [] file = files.get(name + ".class");
      if (file != null && name.startsWith("io/opentelemetry/")) {
        classes.put(name, file);
      }
    }
    return classes;
  }

  private boolean isSigned() {
    return files.keySet().stream().anyMatch(SIGNATURE.asMatchPredicate());
  }

  /** Tells whether it has another class of this name for newer releases of Java. */
  private boolean hasNewer(String className) {
    String file = className + ".class";
    return files.keySet().stream()
        .map(NEWER::matcher)
        .anyMatch(newer -> newer.matches() && newer.group(1).equals(file));
  }

  /**
   * Makes a jar that has other classes, and all else as it is.
   *
   * @param classes class files by their names with slashes
   * @throws AgentBuilderException if the jar does not allow it
   */
  LibraryJar with(Map<String, byte[]> classes) {
    if (isSigned()) {
      throw new AgentBuilderException(
          name + ": it is signed, and its signature would not hold" + HINT);
    }
    for (String changed : classes.keySet()) {
      if (hasNewer(changed)) {
        throw new AgentBuilderException(
            name
                + ": it has another "
                + changed
                + " for newer releases of Java, which would not be instrumented"
                + HINT);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<ZipEntry, byte[]> entry : entries.entrySet()) {
        byte[] file = changed(entry.getKey().getName(), entry.getValue(), classes);
        zip.putNextEntry(copy(entry.getKey(), file));
        zip.write(file);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LibraryJar(name, out.toByteArray());
  }

  private static byte[] changed(String entry, byte[] file, Map<String, byte[]> classes) {
    return entry.endsWith(".class")
        ? classes.getOrDefault(entry.substring(0, entry.length() - ".class".length()), file)
        : file;
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
