package io.opentelemetry.lambda.emulator.internal.process;

import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A group of this machine's kernel. */
record CgroupFolder(CgroupVersion version, Path path) implements Cgroup {

  @Override
  public Cgroup create(String name) throws IOException {
    Files.createDirectory(path.resolve(name));
    return child(name);
  }

  @Override
  public Cgroup child(String name) {
    return new CgroupFolder(version, path.resolve(name));
  }

  @Override
  public List<String> children() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .toList();
    }
  }

  @Override
  public String read(String file) throws IOException {
    return Files.readString(path.resolve(file));
  }

  @Override
  public void write(String file, String value) throws IOException {
    // a file that the kernel lacks is not to be created
    Files.writeString(path.resolve(file), value, WRITE, TRUNCATE_EXISTING);
  }

  @Override
  public boolean admits() {
    try {
      return new ProcessBuilder("sh", "-c", "echo $$ >\"$1\"", "sh", path.resolve(PROCESSES) + "")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void remove() throws IOException {
    Files.deleteIfExists(path);
  }
}
