package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the interpreters of this machine: each is a folder that becomes {@code /var/lang}. */
final class Interpreters {

  private static final List<Path> SYSTEM = List.of(Path.of("/usr/local"), Path.of("/usr"));
  private static final String PYTHON_PREFIX =
      "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.base_prefix)";

  private final HostEnvironment host;

  Interpreters(HostEnvironment host) {
    this.host = host;
  }

  /**
   * The folder that holds an interpreter.
   *
   * @param program its path in the folder
   * @throws EmulatorException if it holds none
   */
  static Path given(Path home, String program, String option) {
    if (!Files.isExecutable(home.resolve(program))) {
      throw new EmulatorException(
          option + " " + home + ": it has no " + program + ", the interpreter of the runtime");
    }
    return home;
  }

  /**
   * A Python of pyenv, of the system or of the path.
   *
   * @param version such as 3.11
   */
  Path python(String version) {
    String program = "bin/python" + version;
    return Stream.concat(Versions.of(host.pyenvVersions(), version + ".").stream(), SYSTEM.stream())
        .filter(home -> Files.isExecutable(home.resolve(program)))
        .findFirst()
        .or(() -> pythonOnPath(version))
        .orElseThrow(
            () ->
                new EmulatorException(
                    "there is no Python "
                        + version
                        + " on this machine: install it by \"pyenv install "
                        + version
                        + "\" or \"apt-get install python"
                        + version
                        + "\", or name its folder by --python-home"));
  }

  /** It may be a link, a virtual environment or a script that starts another. */
  private Optional<Path> pythonOnPath(String version) {
    return Stream.of("python" + version, "python3")
        .flatMap(name -> Tool.find(host.path(), name).stream())
        .flatMap(python -> Tool.of(python, "-c", PYTHON_PREFIX).output().stream())
        .map(output -> output.lines().toList())
        .filter(lines -> lines.size() == 2 && lines.get(0).equals(version))
        .map(lines -> Path.of(lines.get(1)))
        .filter(home -> Files.isExecutable(home.resolve("bin/python" + version)))
        .findFirst();
  }

  /**
   * A Node.js of nvm, of the system or of the path.
   *
   * @param major such as 22
   */
  Optional<Path> node(int major) {
    return Versions.of(host.nvmVersions(), "v" + major + ".").stream()
        .filter(home -> Files.isExecutable(home.resolve("bin/node")))
        .findFirst()
        .or(() -> withVersion("node", "v" + major + ".", "process.stdout.write(process.version)"));
  }

  /**
   * A Ruby of rbenv, of the system or of the path.
   *
   * @param version such as 3.3
   */
  Path ruby(String version) {
    return Versions.of(host.rbenvVersions(), version + ".").stream()
        .filter(home -> Files.isExecutable(home.resolve("bin/ruby")))
        .findFirst()
        .or(() -> withVersion("ruby", version + ".", "print RUBY_VERSION"))
        .orElseThrow(
            () ->
                new EmulatorException(
                    "there is no Ruby "
                        + version
                        + " on this machine: install it by \"rbenv install "
                        + version
                        + "\", or name its folder, whatever its version, by --ruby-home"));
  }

  private Optional<Path> withVersion(String name, String prefix, String script) {
    return Stream.concat(SYSTEM.stream().map(home -> home.resolve("bin")), host.path().stream())
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .filter(
            program -> {
              String version = Tool.of(program, "-e", script).output().orElse("");
              return version.startsWith(prefix);
            })
        .flatMap(program -> home(program).stream())
        .findFirst();
  }

  /** The folder above bin, where links lead to; empty for a script that starts another. */
  private static Optional<Path> home(Path program) {
    try {
      Path home = program.toRealPath().resolve("../..").normalize();
      return Files.isExecutable(home.resolve("bin").resolve(program.getFileName()))
          ? Optional.of(home)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
