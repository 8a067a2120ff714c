package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.sandbox.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lambda's Python: an interpreter without packages of its own, AWS's {@code awslambdaric} and boto3
 * from PyPI, and a {@code bootstrap.py} that sets the search path as Lambda's does.
 */
final class PythonRuntime implements FunctionRuntime {

  /** Where an interpreter may have packages, which Lambda's has not. */
  private static final List<String> PACKAGES =
      List.of(
          "lib/python%s/site-packages",
          "lib64/python%s/site-packages",
          "lib/python%s/dist-packages",
          "lib/python3/dist-packages",
          "local/lib/python%s/dist-packages");

  private final String version;
  private final Path home;
  private final Path client;
  private final Path empty;

  static PythonRuntime of(
      RuntimeSettings settings, String name, Cache cache, HostEnvironment host) {
    String version = name.substring("python".length());
    Path given = settings.homes().get(Language.PYTHON);
    Path home =
        given == null
            ? new Interpreters(host).python(version)
            : Interpreters.given(given, "bin/python" + version, "--python-home");
    Path client = settings.client();
    if (client == null) {
      client = PythonClient.of(home, version, cache, host).folder();
    } else if (!Files.isDirectory(client.resolve("awslambdaric"))) {
      throw new EmulatorException("--runtime-client " + client + ": it has no awslambdaric");
    }
    return new PythonRuntime(version, home, client, cache.emptyFolder());
  }

  private PythonRuntime(String version, Path home, Path client, Path empty) {
    this.version = version;
    this.home = home;
    this.client = client;
    this.empty = empty;
  }

  @Override
  public String name() {
    return "python" + version;
  }

  @Override
  public List<String> command(StartSettings function) {
    return List.of("/var/lang/bin/python" + version, "/var/runtime/bootstrap.py");
  }

  @Override
  public Map<String, String> variables() {
    return Map.of();
  }

  @Override
  public List<Mount> mounts(StartSettings function) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(new Mount(home, "/var/lang"));
    packages()
        .filter(folder -> Files.isDirectory(home.resolve(folder)))
        .forEach(folder -> mounts.add(new Mount(empty, "/var/lang/" + folder)));
    mounts.add(new Mount(client, "/var/runtime"));
    return mounts;
  }

  private Stream<String> packages() {
    return PACKAGES.stream().map(folder -> String.format(folder, version));
  }
}
