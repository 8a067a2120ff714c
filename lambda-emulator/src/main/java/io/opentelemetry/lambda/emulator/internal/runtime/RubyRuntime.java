package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.sandbox.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Lambda's Ruby, with AWS's client from a folder that the user names: the gem, unpacked. */
final class RubyRuntime implements FunctionRuntime {

  private static final String CLIENT = "bin/aws_lambda_ric";

  private final String version;
  private final Path home;
  private final Path client;

  static RubyRuntime of(RuntimeSettings settings, String name, HostEnvironment host) {
    String version = name.substring("ruby".length());
    Path given = settings.homes().get(Language.RUBY);
    Path home =
        given == null
            ? new Interpreters(host).ruby(version)
            : Interpreters.given(given, "bin/ruby", "--ruby-home");
    Path client = settings.client();
    if (client == null || !isClient(client)) {
      throw new EmulatorException(
          "Lambda's Ruby needs the gem aws_lambda_ric: run \"gem fetch aws_lambda_ric && gem"
              + " unpack aws_lambda_ric-*.gem\", and name the folder by --runtime-client");
    }
    return new RubyRuntime(version, home, client);
  }

  /** Tells whether a folder is the gem of AWS's client, unpacked. */
  static boolean isClient(Path folder) {
    return Files.isRegularFile(folder.resolve(CLIENT));
  }

  private RubyRuntime(String version, Path home, Path client) {
    this.version = version;
    this.home = home;
    this.client = client;
  }

  @Override
  public String name() {
    return "ruby" + version;
  }

  @Override
  public List<String> command(StartSettings function) {
    return List.of("/var/lang/bin/ruby", "/var/runtime/" + CLIENT, function.handler());
  }

  @Override
  public Map<String, String> variables() {
    String api = version + ".0";
    return Map.of(
        "GEM_HOME",
        "/var/runtime",
        "GEM_PATH",
        "/var/task/vendor/bundle/ruby/" + api + ":/opt/ruby/gems/" + api + ":/var/runtime",
        "RUBYLIB",
        "/var/task:/var/runtime/lib:/opt/ruby/lib");
  }

  @Override
  public List<Mount> mounts(StartSettings function) {
    return List.of(new Mount(home, "/var/lang"), new Mount(client, "/var/runtime"));
  }
}
