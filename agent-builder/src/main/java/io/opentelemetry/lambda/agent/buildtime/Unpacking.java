package io.opentelemetry.lambda.agent.buildtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lays functions out in folders, as Lambda does. */
final class Unpacking {

  private final Path folder;

  /**
   * @param folder gets a folder for each function
   */
  Unpacking(Path folder) {
    this.folder = folder;
  }

  /**
   * Lays a function out as a release of Java sees it that is not this JVM's.
   *
   * @return the class path
   */
  List<Path> unpack(
      String name, int release, List<LibraryJar> libraries, Map<String, byte[]> classes)
      throws IOException {
    List<LibraryJar> ofRelease = libraries.stream().map(jar -> jar.forRelease(release)).toList();
    return unpack(name + "-" + release, ofRelease, classes);
  }

  /**
   * Lays a function out.
   *
   * @param name of its folder
   * @return Lambda's class path: the root, then the jars
   */
  List<Path> unpack(String name, List<LibraryJar> libraries, Map<String, byte[]> classes)
      throws IOException {
    Path root = Files.createDirectories(folder.resolve(name));
    List<Path> classPath = new ArrayList<>(List.of(root));
    for (Map.Entry<String, byte[]> file : classes.entrySet()) {
      write(root.resolve(file.getKey()), file.getValue());
    }
    for (LibraryJar jar : libraries) {
      classPath.add(write(root.resolve(jar.name()), jar.content()));
    }
    return classPath;
  }

  private static Path write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }
}
