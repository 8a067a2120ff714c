package io.opentelemetry.lambda.agent.buildtime;

import io.opentelemetry.lambda.agent.AgentBuilderException;
import io.opentelemetry.lambda.agent.JarContents;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function as Lambda unpacks it: a zip, a jar or a folder with classes at its root and libraries
 * in {@code lib/}.
 */
final class FunctionArchive implements AutoCloseable {

  /** Sorts behind all other jars, since Lambda's class path has them in order. */
  static final String ADDED_JAR = "lib/zz-opentelemetry-instrumented.jar";

  private static final FileTime TIME = FileTime.from(JarContents.TIME.toInstant(ZoneOffset.UTC));

  /** Where jars of jars have theirs. */
  private static final List<String> NESTED = List.of("BOOT-INF", "WEB-INF", "quarkus-run.jar");

  private final Path path;
  private final @Nullable FileSystem zip;
  private final Path root;

  /**
   * Opens a function.
   *
   * @throws AgentBuilderException if it is none, or one that cannot be instrumented
   */
  static FunctionArchive open(Path path) {
    if (!Files.exists(path)) {
      throw new AgentBuilderException(path + ": there is no such function");
    }
    try {
      FunctionArchive archive = new FunctionArchive(path);
      archive.check();
      return archive;
    } catch (IOException | RuntimeException e) {
      throw e instanceof AgentBuilderException known
          ? known
          : new AgentBuilderException(
              path + " is neither a folder nor a jar or zip: " + e.getMessage(), e);
    }
  }

  private FunctionArchive(Path path) throws IOException {
    this.path = path;
    if (Files.isDirectory(path)) {
      this.zip = null;
      this.root = path;
    } else {
      FileSystem opened = FileSystems.newFileSystem(path);
      this.zip = opened;
      this.root = opened.getPath("/");
    }
  }

  private void check() {
    for (String nested : NESTED) {
      if (Files.exists(root.resolve(nested))) {
        throw new AgentBuilderException(
            path
                + ": it has "
                + nested
                + ", and jars in a jar are not instrumented; pack the"
                + " libraries into lib/, as Lambda's zips have them");
      }
    }
    if (Files.exists(root.resolve(ADDED_JAR))) {
      throw new AgentBuilderException(
          path + ": it is instrumented already (" + ADDED_JAR + "); instrument the untouched one");
    }
  }

  /** The jars in {@code lib/}, in the order of Lambda's class path. */
  List<LibraryJar> jars() throws IOException {
    List<LibraryJar> jars = new ArrayList<>();
    Path lib = root.resolve("lib");
    if (Files.isDirectory(lib)) {
      for (Path file : files(lib, 1)) {
        if (file.toString().endsWith(".jar")) {
          jars.add(new LibraryJar("lib/" + file.getFileName(), Files.readAllBytes(file)));
        }
      }
    }
    return jars;
  }

  /** The class files at the root, by their names. */
  SortedMap<String, byte[]> classes() throws IOException {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    for (Path file : files(root, Integer.MAX_VALUE)) {
      String name = name(file);
      if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.startsWith("lib/")) {
        classes.put(name, Files.readAllBytes(file));
      }
    }
    return classes;
  }

  /** The first file of this name on the class path; null if there is none. */
  byte @Nullable [] find(String name, List<LibraryJar> jars) throws IOException {
    Path file = root.resolve(name);
    if (Files.isRegularFile(file)) {
      return Files.readAllBytes(file);
    }
    for (LibraryJar jar : jars) {
      byte[] found = jar.find(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private String name(Path file) {
    return root.relativize(file).toString();
  }

  private static List<Path> files(Path folder, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /**
   * Writes a zip that has all that this function has, but these files.
   *
   * @param changed new contents by name
   */
  void write(Path target, Map<String, byte[]> changed) throws IOException {
    Path absolute = target.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path unfinished = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      if (zip == null) {
        Files.deleteIfExists(unfinished);
      } else {
        Files.copy(path, unfinished, StandardCopyOption.REPLACE_EXISTING);
      }
      try (FileSystem out = openToWrite(unfinished)) {
        if (zip == null) {
          copyFolder(out.getPath("/"));
        }
        for (Map.Entry<String, byte[]> file : new TreeMap<>(changed).entrySet()) {
          Path entry = out.getPath("/", file.getKey());
          createFolder(entry.getParent());
          Files.write(entry, file.getValue());
          setTimes(entry);
        }
      }
      Files.move(unfinished, absolute, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** With the files' permissions, which a bundled program needs. */
  private static FileSystem openToWrite(Path zip) throws IOException {
    return FileSystems.newFileSystem(
        URI.create("jar:" + zip.toUri()),
        Map.of("create", "true", "enablePosixFileAttributes", "true"));
  }

  private void copyFolder(Path target) throws IOException {
    for (Path file : files(root, Integer.MAX_VALUE)) {
      Path entry = target.resolve(name(file));
      createFolder(entry.getParent());
      Files.copy(file, entry, StandardCopyOption.COPY_ATTRIBUTES);
      Files.setPosixFilePermissions(entry, Files.getPosixFilePermissions(file));
      setTimes(entry);
    }
  }

  private static void setTimes(Path entry) throws IOException {
    Files.getFileAttributeView(entry, BasicFileAttributeView.class).setTimes(TIME, TIME, TIME);
  }

  private static void createFolder(@Nullable Path folder) throws IOException {
    if (folder != null && !Files.isDirectory(folder)) {
      createFolder(folder.getParent());
      Files.createDirectory(folder);
      setTimes(folder);
    }
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }
}
