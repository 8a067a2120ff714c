package io.opentelemetry.lambda.tools.layer;

import io.opentelemetry.lambda.tools.Project;
import io.opentelemetry.lambda.tools.ToolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The zip of a layer, within Lambda's limits.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Lambda
 *     quotas</a>
 */
public final class LayerZip {

  private static final int MAX_UNZIPPED_MB = 250;
  private static final int MAX_DIRECT_MB = 50;
  private static final double MB = 1024 * 1024;

  private final Path file;
  private final byte[] sha256;
  private final long size;

  /**
   * Reads a zip.
   *
   * @throws ToolException if there is no such file
   */
  public static LayerZip of(Path file) {
    if (!Files.isRegularFile(file)) {
      throw ToolException.usage(file + ": there is no such file");
    }
    try {
      return new LayerZip(file, sha256(file), Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gets the SHA-256 of a file's bytes. */
  public static byte[] sha256(Path file) throws IOException {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each JDK has it
    }
  }

  private LayerZip(Path file, byte[] sha256, long size) {
    this.file = file;
    this.sha256 = sha256.clone();
    this.size = size;
  }

  public Path file() {
    return file;
  }

  public byte[] sha256() {
    return sha256.clone();
  }

  /** Gets the sum in hexadecimal digits. */
  public String sha256Hex() {
    return HexFormat.of().formatHex(sha256);
  }

  /**
   * Describes its sizes.
   *
   * @throws ToolException if Lambda would refuse it
   */
  public String describe() {
    long unzipped = unzippedSize();
    if (unzipped > MAX_UNZIPPED_MB * MB) {
      throw ToolException.failure(
          file + " is larger than the " + MAX_UNZIPPED_MB + " MB that Lambda allows");
    }
    return String.format(
        Locale.ROOT,
        "%s: %.1f MB, unzipped %.1f MB",
        Project.shorten(file),
        size / MB,
        unzipped / MB);
  }

  /**
   * Checks that it can be uploaded without a bucket.
   *
   * @throws ToolException if it is too large for that
   */
  public void checkDirectUpload() {
    if (size > MAX_DIRECT_MB * MB) {
      throw ToolException.usage(
          "the zip is larger than the "
              + MAX_DIRECT_MB
              + " MB that can be uploaded directly: name a bucket by --bucket");
    }
  }

  private long unzippedSize() {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream().mapToLong(ZipEntry::getSize).sum();
    } catch (ZipException e) {
      throw ToolException.usage(file + " is no zip");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
