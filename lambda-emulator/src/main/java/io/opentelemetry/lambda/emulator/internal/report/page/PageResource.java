package io.opentelemetry.lambda.emulator.internal.report.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * A script or a style sheet that stands in the page itself.
 *
 * @param hash by which the page's policy knows it (Content Security Policy Level 3, "hash-source")
 */
record PageResource(String text, String hash) {

  /** Reads files of this package, put together in the order given. */
  static PageResource of(String... names) {
    StringBuilder text = new StringBuilder("\n");
    for (String name : names) {
      text.append(read(name)).append('\n');
    }
    return new PageResource(text.toString(), hash(text.toString()));
  }

  /** Where a file of this package is on the class path. */
  static String path(String name) {
    return PageResource.class.getPackageName().replace('.', '/') + "/" + name;
  }

  private static String read(String name) {
    try (InputStream in =
        Objects.requireNonNull(PageResource.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
