package io.opentelemetry.lambda.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A tool from PyPI. */
public final class PythonPackage {

  /**
   * The folder that a package is installed in, with what it needs; the version is the system
   * property of its name without extras. The test is skipped where it cannot be had.
   */
  public static synchronized Path install(String name) {
    return fetch(name, "install", "--target");
  }

  /** The folder that a package's file is in. */
  public static synchronized Path download(String name) {
    return fetch(name, "download", "--no-deps", "--only-binary", ":all:", "--dest");
  }

  private static Path fetch(String name, String... words) {
    String property = name.replaceFirst("\\[.*", "") + ".version";
    String requirement = name + "==" + System.getProperty(property);
    Path folder = Path.of("target", "python", requirement).toAbsolutePath();
    // tests of another JVM may want the same
    try (FileChannel lock =
            FileChannel.open(
                Files.createDirectories(folder.getParent()).resolve("lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock locked = lock.lock()) {
      if (Files.exists(folder)) {
        return folder;
      }
      Path temporary = Files.createTempDirectory(folder.getParent(), "partial-");
      List<String> command =
          new ArrayList<>(List.of("python3", "-m", "pip", "--quiet", "--retries", "1"));
      command.addAll(List.of(words));
      command.addAll(List.of(temporary.toString(), requirement));
      Process pip = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(pip.getInputStream().readAllBytes(), UTF_8).strip();
      if (pip.waitFor() != 0) {
        skip(requirement, output.substring(output.lastIndexOf('\n') + 1));
      }
      Files.move(temporary, folder);
      return folder;
    } catch (IOException e) {
      return skip(requirement, e.toString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path skip(String requirement, String reason) {
    String line = "not tested with " + requirement + ", which cannot be had: " + reason;
    System.err.println(line);
    return Assumptions.abort(line);
  }

  /** The program of a package that is installed in a folder, as a command line begins. */
  public static ProcessBuilder program(Path installed, String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("python3");
    command.add(installed.resolve("bin").resolve(name).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PYTHONPATH", installed + File.pathSeparator);
    return builder;
  }

  private PythonPackage() {}
}
