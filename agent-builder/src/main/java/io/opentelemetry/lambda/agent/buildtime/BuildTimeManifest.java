package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * The file by which the layer knows what is instrumented, and in which jars: {@code library NAME}
 * and {@code jar SIZE SHA-256 NAME}. Its BuildTimeLibraries reads it.
 */
final class BuildTimeManifest {

  static final String FILE = "io/opentelemetry/lambda/build-time-instrumentation";

  /**
   * Makes the file.
   *
   * @param libraries by their instrumentations' names
   * @param jars as the function has them then
   */
  static byte[] of(Collection<String> libraries, Collection<LibraryJar> jars) {
    List<String> lines = new ArrayList<>();
    libraries.stream().sorted().distinct().forEach(name -> lines.add("library " + name));
    for (LibraryJar jar : jars) {
      lines.add("jar " + jar.content().length + " " + sha256(jar.content()) + " " + jar.name());
    }
    return (String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private BuildTimeManifest() {}
}
