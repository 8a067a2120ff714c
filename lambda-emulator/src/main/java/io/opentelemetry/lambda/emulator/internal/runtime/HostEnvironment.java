package io.opentelemetry.lambda.emulator.internal.runtime;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The emulator's own environment: where this user keeps interpreters and caches. */
final class HostEnvironment {

  /** The variable that names the cache folder. */
  static final String CACHE = "OTEL_LAMBDA_EMULATOR_CACHE";

  private final Map<String, String> variables;
  private final Path home;

  static HostEnvironment current() {
    return new HostEnvironment(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  HostEnvironment(Map<String, String> variables, Path home) {
    this.variables = variables;
    this.home = home;
  }

  /** Where runtime clients and interpreters are kept that had to be fetched. */
  Path cache() {
    return folder(
        CACHE, folder("XDG_CACHE_HOME", home.resolve(".cache")).resolve("lambda-emulator"));
  }

  /** Where pyenv keeps its Pythons, one folder each. */
  Path pyenvVersions() {
    return folder("PYENV_ROOT", home.resolve(".pyenv")).resolve("versions");
  }

  /** Where nvm keeps its Nodes, one folder each. */
  Path nvmVersions() {
    return folder("NVM_DIR", home.resolve(".nvm")).resolve("versions/node");
  }

  /** Where rbenv keeps its Rubies, one folder each. */
  Path rbenvVersions() {
    return folder("RBENV_ROOT", home.resolve(".rbenv")).resolve("versions");
  }

  /** The folders in which commands are looked for. */
  List<Path> path() {
    return Arrays.stream(variables.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .toList();
  }

  private Path folder(String name, Path otherwise) {
    String value = variables.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : Path.of(value).toAbsolutePath();
  }
}
