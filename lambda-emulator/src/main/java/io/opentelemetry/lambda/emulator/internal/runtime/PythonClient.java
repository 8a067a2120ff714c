package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The content of {@code /var/runtime} for one Python: fetched from PyPI, and compiled for it. */
final class PythonClient {

  private final Path python;
  private final String version;
  private final Cache cache;
  private final HostEnvironment host;

  static PythonClient of(Path home, String version, Cache cache, HostEnvironment host) {
    return new PythonClient(home.resolve("bin/python" + version), version, cache, host);
  }

  private PythonClient(Path python, String version, Cache cache, HostEnvironment host) {
    this.python = python;
    this.version = version;
    this.cache = cache;
    this.host = host;
  }

  Path folder() {
    String newest = ClientVersions.get("awslambdaric");
    return cache.get(
        "python" + version + "/awslambdaric-" + newest + "-" + Resources.digest("bootstrap.py"),
        "fetching awslambdaric and boto3 for Python " + version + " from PyPI",
        folder -> fill(folder, newest));
  }

  private void fill(Path folder, String newest) {
    String purpose = "Lambda's Python " + version + " needs awslambdaric";
    // the newest that there is for this Python, and files for it whichever Python runs pip
    Tool.of(pip(purpose), "-m", "pip", "install", "--quiet", "--no-user", "--no-compile")
        .with("--disable-pip-version-check", "--no-warn-script-location", "--only-binary", ":all:")
        .with("--python-version", version, "--target", folder.toString())
        .with("awslambdaric<=" + newest, "boto3")
        .runFor(purpose);
    Resources.copy("bootstrap.py", folder.resolve("bootstrap.py"));
    Tool.of(python, "-m", "compileall", "-q", folder.toString()).runFor(purpose);
  }

  /** A Python that has pip: this one, or any other. */
  private Path pip(String purpose) {
    Stream<Path> others =
        List.of("python3", "python").stream()
            .flatMap(name -> Tool.find(host.path(), name).stream());
    Optional<Path> found =
        Stream.concat(Stream.of(python), others)
            .filter(candidate -> Tool.of(candidate, "-m", "pip", "--version").output().isPresent())
            .findFirst();
    return found.orElseThrow(
        () ->
            new EmulatorException(
                purpose
                    + ", and no Python here has pip to fetch it: run \"apt-get install"
                    + " python3-pip\", or name a folder that has it by --runtime-client"));
  }
}
