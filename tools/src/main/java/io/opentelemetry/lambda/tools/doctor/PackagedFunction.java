package io.opentelemetry.lambda.tools.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.tools.ToolException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A function as it is deployed: what {@code run.sh instrument} has left in it, and the client
 * libraries that are not traced.
 *
 * @param instrumented the libraries that were instrumented at build time
 */
record PackagedFunction(List<String> instrumented, List<Finding> findings) {

  // agent-builder's, and the wrapper layer's
  private static final String ADDED_JAR = "lib/zz-opentelemetry-instrumented.jar";
  private static final String FILE = "io/opentelemetry/lambda/build-time-instrumentation";
  private static final String LIBRARY = "library ";
  private static final String JAR = "jar ";

  static boolean isOne(Path path) {
    String name = path.toString();
    return name.endsWith(".zip") || name.endsWith(".jar") || Files.isDirectory(path);
  }

  /** Reads a zip, a jar or a folder. */
  static PackagedFunction read(Path path) {
    if (!Files.exists(path)) {
      throw ToolException.environment("there is no " + path);
    }
    try {
      PackagedFunction function = readInstrumented(path);
      function.findings.addAll(PackagedLibraries.untraced(path, function.instrumented));
      return function;
    } catch (IOException | ProviderNotFoundException e) {
      throw ToolException.environment(path + " cannot be read: " + e.getMessage());
    }
  }

  private static PackagedFunction readInstrumented(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return readRoot(path);
    }
    try (FileSystem zip = FileSystems.newFileSystem(path)) {
      return readRoot(zip.getPath("/"));
    }
  }

  private static PackagedFunction readRoot(Path root) throws IOException {
    PackagedFunction function = new PackagedFunction(new ArrayList<>(), new ArrayList<>());
    Path added = root.resolve(ADDED_JAR);
    if (!Files.exists(added)) {
      return function;
    }
    for (String line : lines(added)) {
      if (line.startsWith(LIBRARY)) {
        function.instrumented.add(line.substring(LIBRARY.length()));
      } else if (line.startsWith(JAR)) {
        // its size, its sum and its name
        String[] jar = line.split(" ", 4);
        if (!isTheSame(root.resolve(jar[3]), jar[2])) {
          function.findings.add(exchanged(jar[3]));
        }
      }
    }
    return function;
  }

  private static List<String> lines(Path addedJar) throws IOException {
    try (InputStream content = Files.newInputStream(addedJar);
        ZipInputStream zip = new ZipInputStream(content)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(FILE)) {
          return new BufferedReader(new InputStreamReader(zip, UTF_8)).lines().toList();
        }
      }
    }
    throw new IOException(ADDED_JAR + " has no " + FILE);
  }

  private static boolean isTheSame(Path jar, String sum) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Files.exists(jar)
          && HexFormat.of().formatHex(digest.digest(Files.readAllBytes(jar))).equals(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Finding exchanged(String jar) {
    return new Finding(
        jar + " is not the jar that was instrumented at build time, so nothing of that is traced",
        "pack the function, and instrument it again: ./run.sh instrument");
  }
}
