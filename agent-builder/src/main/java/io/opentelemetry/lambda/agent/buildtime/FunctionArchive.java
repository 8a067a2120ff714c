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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function as Lambda unpacks it: a zip, a jar or a folder with classes at its root and libraries
 * in {@code lib/}; or a {@link SpringBootJar}.
 */
final class FunctionArchive implements AutoCloseable {

  /** Sorts behind all other jars, since Lambda's class path has them in order. */
  static final String ADDED_JAR = "lib/zz-opentelemetry-instrumented.jar";

  private static final Pattern JAR = Pattern.compile("lib/[^/]+\\.jar");

  private static final FileTime TIME = FileTime.from(JarContents.TIME.toInstant(ZoneOffset.UTC));

  /** Names of files that Lambda can't load, and what to do instead. */
  private static final Map<String, String> UNSUPPORTED =
      Map.of(
          "WEB-INF",
          "a web application's libraries are not loaded by Lambda; pack them into lib/",
          "quarkus-run.jar",
          "Quarkus's runner is not loaded by Lambda; its extension quarkus-amazon-lambda builds"
              + " target/function.zip, which is");

  private final Path path;
  private final @Nullable FileSystem zip;
  private final Path root;
  private final boolean springBoot;

  /** By their names in the function, which for Spring Boot's executable jar are others. */
  private final SortedMap<String, Path> files = new TreeMap<>();

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
              path
                  + " is neither a folder nor a jar or zip that can be read: "
                  + e.getMessage()
                  + "; build it again",
              e);
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
    this.springBoot = Files.isDirectory(root.resolve(SpringBootJar.FOLDER));
    for (Path file : regularFiles()) {
      String name = root.relativize(file).toString();
      String unpacked = springBoot ? SpringBootJar.unpacked(name) : name;
      if (unpacked != null) {
        files.put(unpacked, file);
      }
    }
  }

  private void check() {
    UNSUPPORTED.forEach(
        (name, instead) -> {
          if (Files.exists(root.resolve(name))) {
            throw new AgentBuilderException(path + ": it has " + name + "; " + instead);
          }
        });
    if (files.isEmpty()) {
      throw new AgentBuilderException(path + ": it is empty; build it again");
    }
    for (String name : files.keySet()) {
      if (name.startsWith("lib\\")) {
        throw new AgentBuilderException(
            path + ": " + name + " is in no folder, as its name has a backslash; pack it with /");
      }
    }
    if (files.containsKey(ADDED_JAR)) {
      throw new AgentBuilderException(
          path + ": it is instrumented already (" + ADDED_JAR + "); instrument the untouched one");
    }
  }

  /**
   * Tells whether it is Spring Boot's executable jar, which is written as Lambda unpacks others.
   */
  boolean isSpringBoot() {
    return springBoot;
  }

  /** The jars in {@code lib/}, in the order of Lambda's class path. */
  List<LibraryJar> jars() throws IOException {
    List<LibraryJar> jars = new ArrayList<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      if (JAR.matcher(file.getKey()).matches()) {
        jars.add(new LibraryJar(file.getKey(), Files.readAllBytes(file.getValue())));
      }
    }
    return jars;
  }

  /** The class files at the root, by their names. */
  SortedMap<String, byte[]> classes() throws IOException {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      String name = file.getKey();
      if (name.endsWith(".class")
          && !name.startsWith("META-INF/")
          && !name.startsWith("lib/")
          && !name.endsWith("module-info.class")) {
        classes.put(name, Files.readAllBytes(file.getValue()));
      }
    }
    return classes;
  }

  /** The first file of this name on the class path; null if there is none. */
  byte @Nullable [] find(String name, List<LibraryJar> jars) throws IOException {
    Path file = files.get(name);
    if (file != null) {
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

  private List<Path> regularFiles() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
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
      boolean copies = zip != null && !springBoot;
      if (!copies) {
        Files.deleteIfExists(unfinished);
      } else {
        Files.copy(path, unfinished, StandardCopyOption.REPLACE_EXISTING);
      }
      try (FileSystem out = openToWrite(unfinished)) {
        if (!copies) {
          copyFiles(out.getPath("/"));
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

  private void copyFiles(Path target) throws IOException {
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Path entry = target.resolve(file.getKey());
      createFolder(entry.getParent());
      Files.copy(file.getValue(), entry, StandardCopyOption.COPY_ATTRIBUTES);
      if (zip == null) {
        Files.setPosixFilePermissions(entry, Files.getPosixFilePermissions(file.getValue()));
      }
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
