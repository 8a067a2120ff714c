package io.opentelemetry.lambda.emulator.internal.sandbox;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.X5455_ExtendedTimestamp;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** A function's or a layer's package. */
final class ZipArchive {

  private static final int OWNER_EXECUTE = 0100;
  private static final int OWNER_WRITE = 0200;
  private static final int OWNER_READ = 0400;

  /**
   * Unpacks an archive over what is there, with its times, modes and symbolic links.
   *
   * @throws EmulatorException if it is no zip, is empty, is too large, or has a name that leads out
   *     of the folder
   */
  static void unpack(Path archive, Path folder, UnpackedSize size) {
    try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
      List<ZipArchiveEntry> entries = Collections.list(zip.getEntries());
      if (entries.isEmpty()) {
        throw new EmulatorException(archive + " has no files, which Lambda refuses");
      }
      for (ZipArchiveEntry entry : entries) {
        unpack(zip, entry, archive, folder, size);
      }
    } catch (IOException e) {
      throw new EmulatorException(archive + " cannot be unpacked: " + e.getMessage(), e);
    }
  }

  private static void unpack(
      ZipFile zip, ZipArchiveEntry entry, Path archive, Path folder, UnpackedSize size)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder) || leavesByLink(target, folder)) {
      throw new EmulatorException(
          archive + " has an entry that leads out of its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isUnixSymlink()) {
      Files.deleteIfExists(target);
      Files.createSymbolicLink(target, Path.of(zip.getUnixSymlink(entry)));
      return;
    }
    size.add(entry.getSize());
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setLastModifiedTime(target, time(entry));
    if (entry.getUnixMode() != 0) {
      Files.setPosixFilePermissions(target, permissions(entry.getUnixMode()));
    }
  }

  /** Tells whether an earlier entry made one of the folders above this one a link. */
  private static boolean leavesByLink(Path target, Path folder) {
    for (Path parent = target.getParent();
        parent != null && !parent.equals(folder);
        parent = parent.getParent()) {
      if (Files.isSymbolicLink(parent)) {
        return true;
      }
    }
    return false;
  }

  /** A zip's own kind of time has no zone; Lambda's is UTC. */
  private static FileTime time(ZipArchiveEntry entry) {
    FileTime time = entry.getLastModifiedTime();
    if (entry.getExtraField(X5455_ExtendedTimestamp.HEADER_ID) != null) {
      return time;
    }
    LocalDateTime local = LocalDateTime.ofInstant(time.toInstant(), ZoneId.systemDefault());
    return FileTime.from(local.toInstant(ZoneOffset.UTC));
  }

  /** The owner's permissions: in the emulator, everything belongs to the one who runs it. */
  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    if ((mode & OWNER_READ) != 0) {
      permissions.add(PosixFilePermission.OWNER_READ);
    }
    if ((mode & OWNER_WRITE) != 0) {
      permissions.add(PosixFilePermission.OWNER_WRITE);
    }
    if ((mode & OWNER_EXECUTE) != 0) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
    }
    return permissions;
  }

  private ZipArchive() {}
}
