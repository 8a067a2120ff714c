package io.opentelemetry.lambda.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** The function with all clients, packed in other ways. */
final class ClientFunction {

  static final Path ZIP = Layer.ROOT.resolve("integration-tests/clients/target/function.zip");

  private static final String CLASSES = "functions/";
  private static final String LOADING_CLASS = CLASSES + "NestedCalls.class";

  /** In a folder, to which more can be added. */
  static Path unpacked(Path folder) throws IOException {
    write(folder, read(name -> true));
    return folder;
  }

  /** With OpenTelemetry's instrumentation libraries. */
  static Path instrumented(Path folder) throws IOException {
    write(folder, read(name -> true));
    copyAll("instrumentation", folder);
    return folder;
  }

  /** With those that are released no more, and the AWS SDK 1. */
  static Path olderInstrumented(Path folder) throws IOException {
    write(folder, read(name -> true));
    copyAll("older-instrumentation", folder);
    copyAll("aws-sdk-1", folder);
    return folder;
  }

  /** With what OkHttp needs in {@code application.jar}, in the way of Spring Boot. */
  static Path inSpringBootsLoader(Path folder) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("BOOT-INF/classes/", new byte[0]);
    read(ClientFunction::isOkHttps)
        .forEach(
            (name, content) ->
                entries.put(
                    name.startsWith(CLASSES) ? "BOOT-INF/classes/" + name : "BOOT-INF/" + name,
                    content));
    store(folder.resolve("application.jar"), entries);
    return withLoaders(folder);
  }

  /** With what OkHttp needs in the folder {@code application}, from which Quarkus's loader is. */
  static Path inQuarkussLoader(Path folder) throws IOException {
    Path application = folder.resolve("application");
    write(application, read(name -> isOkHttps(name) && !name.startsWith(CLASSES)));
    store(
        application.resolve("lib/functions.jar"),
        read(name -> isOkHttps(name) && name.startsWith(CLASSES)));
    return withLoaders(folder);
  }

  private static boolean isOkHttps(String name) {
    return !name.equals(LOADING_CLASS)
        && name.matches("functions/.*class|lib/(okhttp|okio|kotlin-stdlib).*");
  }

  private static Path withLoaders(Path folder) throws IOException {
    write(folder, read(LOADING_CLASS::equals));
    copyAll("loaders", folder);
    return folder;
  }

  /** The files of the zip, by their names. */
  private static Map<String, byte[]> read(Predicate<String> wanted) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(ZIP))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (!entry.isDirectory() && wanted.test(entry.getName())) {
          files.put(entry.getName(), zip.readAllBytes());
        }
      }
    }
    return files;
  }

  private static void write(Path folder, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = folder.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
  }

  private static void copyAll(String jars, Path folder) throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    try (Stream<Path> files = Files.list(ZIP.resolveSibling(jars))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, lib.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Not compressed, as jars in jars have to be. */
  private static void store(Path jar, Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        CRC32 checksum = new CRC32();
        checksum.update(each.getValue());
        ZipEntry entry = new ZipEntry(each.getKey());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(each.getValue().length);
        entry.setCrc(checksum.getValue());
        out.putNextEntry(entry);
        out.write(each.getValue());
        out.closeEntry();
      }
    }
  }

  private ClientFunction() {}
}
