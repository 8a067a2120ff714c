package io.opentelemetry.lambda.agent;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A jar's files by name, in the order of the jar; folders are left out.
 *
 * @param files may be changed
 */
public record JarContents(Map<String, byte[]> files) {

  /** Entries tell no more of when they were built than the other artifacts of this project. */
  public static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  /**
   * Reads a jar.
   *
   * @throws AgentBuilderException if it cannot be read
   */
  public static JarContents read(Path jar) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (!entry.isDirectory()) {
          files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new AgentBuilderException(jar + " cannot be read: " + e.getMessage(), e);
    }
    return new JarContents(files);
  }

  /**
   * Writes a jar; the same files give the same bytes.
   *
   * @throws AgentBuilderException if it cannot be written
   */
  public void write(Path jar) {
    try {
      Files.createDirectories(jar.toAbsolutePath().getParent());
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(jar));
          ZipOutputStream zip = new ZipOutputStream(out)) {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          ZipEntry entry = new ZipEntry(file.getKey());
          entry.setTimeLocal(TIME);
          zip.putNextEntry(entry);
          zip.write(file.getValue());
          zip.closeEntry();
        }
      }
    } catch (IOException e) {
      throw new AgentBuilderException(jar + " cannot be written: " + e.getMessage(), e);
    }
  }
}
