package io.opentelemetry.lambda.wrapper.internal.classpath;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** A jar or a folder of the function's, with classes in it. */
final class ClassSource implements Closeable {

  private static final String FILE = "file:";
  private static final String JAR = "jar:";
  private static final String ENTRY = "!/";

  private final URL url;
  private final CodeSource codeSource;
  private final int base;
  private final @Nullable JarFile jar;
  private final @Nullable Manifest manifest;
  private final Set<String> packages = Collections.newSetFromMap(new ConcurrentHashMap<>());

  /** True once a file that is signed has been read. */
  private volatile boolean signed;

  /**
   * Finds where a file comes from: the address of a jar, or of a folder with a slash at its end;
   * null if it is anything else.
   *
   * @param location such as {@code jar:file:/var/task/lib/a.jar!/b/C.class}
   */
  static @Nullable String base(String location, String file) {
    if (location.startsWith(JAR)) {
      int entry = location.indexOf(ENTRY);
      return location.startsWith(FILE, JAR.length()) && entry > 0
          ? location.substring(JAR.length(), entry)
          : null;
    }
    return location.startsWith(FILE) ? folder(location, file) : null;
  }

  /** Counts slashes, as the file's name may be encoded. */
  private static String folder(String location, String file) {
    int end = location.length();
    for (int i = file.length(); i >= 0; i = file.lastIndexOf('/', i - 1)) {
      end = location.lastIndexOf('/', end - 1);
    }
    return location.substring(0, end + 1);
  }

  static ClassSource open(URL base) throws IOException {
    return new ClassSource(base);
  }

  private ClassSource(URL url) throws IOException {
    this.url = url;
    String base = url.toString();
    codeSource = new CodeSource(url, (CodeSigner[]) null);
    boolean folder = base.endsWith("/");
    this.base = folder ? FILE.length() : JAR.length() + base.length() + ENTRY.length();
    jar = folder ? null : new JarFile(new File(base.substring(FILE.length())));
    manifest = jar == null ? null : jar.getManifest();
  }

  URL url() {
    return url;
  }

  /** The code source of a file that has been read, with its signers. */
  CodeSource codeSource(String location) throws IOException {
    CodeSigner[] signers = jar != null && signed ? entry(jar, location).getCodeSigners() : null;
    return signers == null ? codeSource : new CodeSource(url, signers);
  }

  @Nullable Manifest manifest() {
    return manifest;
  }

  /**
   * Reads the file.
   *
   * @throws SecurityException if it has been changed since it was signed
   */
  byte[] read(String location) throws IOException {
    if (jar == null) {
      return Files.readAllBytes(new File(decoded(location)).toPath());
    }
    JarEntry entry = entry(jar, location);
    byte[] content = new byte[(int) entry.getSize()];
    try (InputStream in = jar.getInputStream(entry)) {
      int length = 0;
      while (length < content.length) {
        int read = in.read(content, length, content.length - length);
        if (read < 0) {
          throw new IOException(location + " is cut off");
        }
        length += read;
      }
      // at its end, it is known whether it is signed
      if (in.read() >= 0) {
        throw new IOException(location + " is too long");
      }
    }
    if (entry.getCodeSigners() != null) {
      signed = true;
    }
    return content;
  }

  private JarEntry entry(JarFile jar, String location) throws IOException {
    return jar.getJarEntry(decoded(location));
  }

  /** The name in this source, as what is not ASCII is encoded in addresses. */
  private String decoded(String location) throws IOException {
    String name = location.substring(base);
    return name.indexOf('%') < 0
        ? name
        : URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8.name());
  }

  boolean seals(String packageName) {
    if (manifest == null) {
      return false;
    }
    Attributes own = manifest.getAttributes(packageName.replace('.', '/').concat("/"));
    String sealed = own == null ? null : own.getValue(Attributes.Name.SEALED);
    if (sealed == null) {
      sealed = manifest.getMainAttributes().getValue(Attributes.Name.SEALED);
    }
    return "true".equalsIgnoreCase(sealed);
  }

  boolean hasDefined(String packageName) {
    return packages.contains(packageName);
  }

  void setDefined(String packageName) {
    packages.add(packageName);
  }

  @Override
  public void close() throws IOException {
    if (jar != null) {
      jar.close();
    }
  }
}
