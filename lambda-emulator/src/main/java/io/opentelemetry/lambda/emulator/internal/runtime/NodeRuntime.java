package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.sandbox.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lambda's Node.js: Node.js with the flags of Lambda, and AWS's {@code aws-lambda-ric}. */
final class NodeRuntime implements FunctionRuntime {

  /** The first whose client takes no handlers with a callback. */
  private static final int WITHOUT_CALLBACKS = 24;

  private static final String MODULES = "node_modules";

  private final int major;
  private final Path home;
  private final RuntimeSettings settings;
  private final Cache cache;
  private final NodePackages packages;

  static NodeRuntime of(RuntimeSettings settings, String name, Cache cache, HostEnvironment host) {
    int major = Integer.parseInt(name.replaceAll("[^0-9]", ""));
    NodePackages packages = new NodePackages(cache, host);
    Path given = settings.homes().get(Language.NODEJS);
    Path home =
        given == null
            ? new Interpreters(host).node(major).orElseGet(() -> packages.node(major))
            : Interpreters.given(given, "bin/node", "--node-home");
    return new NodeRuntime(major, home, settings, cache, packages);
  }

  private NodeRuntime(
      int major, Path home, RuntimeSettings settings, Cache cache, NodePackages packages) {
    this.major = major;
    this.home = home;
    this.settings = settings;
    this.cache = cache;
    this.packages = packages;
  }

  @Override
  public String name() {
    return "nodejs" + major + ".x";
  }

  @Override
  public List<String> command(StartSettings function) {
    String options = function.environment().getOrDefault("NODE_OPTIONS", "");
    List<String> command = new ArrayList<>();
    command.add("/var/lang/bin/node");
    command.addAll(List.of("--expose-gc", "--max-http-header-size", "81920"));
    int young = function.memoryMb() / 10;
    addUnlessGiven(command, "--max-semi-space-size", "=" + young / 2, options);
    addUnlessGiven(command, "--max-old-space-size", "=" + (function.memoryMb() - young), options);
    if (major < WITHOUT_CALLBACKS && !options.contains("--experimental-require-module")) {
      command.add("--no-experimental-require-module");
    }
    if (major == 22 && !options.contains("--experimental-detect-module")) {
      command.add("--no-experimental-detect-module");
    }
    command.add("/var/runtime/index.mjs");
    return command;
  }

  private static void addUnlessGiven(
      List<String> command, String flag, String value, String options) {
    // Node takes both spellings
    if (!options.contains(flag) && !options.contains(flag.substring(2).replace('-', '_'))) {
      command.add(flag + value);
    }
  }

  @Override
  public Map<String, String> variables() {
    return Map.of(
        "NODE_PATH",
        "/opt/nodejs/node"
            + major
            + "/node_modules:/opt/nodejs/node_modules"
            + ":/var/runtime/node_modules:/var/runtime:/var/task");
  }

  @Override
  public List<Mount> mounts(StartSettings function) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(new Mount(home, "/var/lang"));
    mounts.add(new Mount(runtimeFolder(function), "/var/runtime"));
    if (!settings.sdkPackages().isEmpty()) {
      Path sdk = packages.sdk(settings.sdkPackages());
      mounts.add(new Mount(sdk, "/var/runtime/" + MODULES));
    }
    return mounts;
  }

  private Path runtimeFolder(StartSettings function) {
    Path given = settings.client();
    if (given != null) {
      return checked(given);
    }
    if (function.managedInstances() && major < 22) {
      throw new EmulatorException(name() + " is not for managed instances: they begin with 22");
    }
    boolean callbacks = major < WITHOUT_CALLBACKS && !function.managedInstances();
    Path client = packages.client(callbacks, home, callbacks ? 22 : 24);
    String layout = callbacks ? "callbacks-" + Resources.digest("index.mjs") : "own";
    return cache.get(
        "nodejs/" + client.getFileName() + "-" + layout,
        null,
        folder -> layOut(client, callbacks, folder));
  }

  private static Path checked(Path client) {
    if (!Files.isRegularFile(client.resolve("index.mjs"))) {
      throw new EmulatorException("--runtime-client " + client + ": it has no index.mjs");
    }
    return client;
  }

  /** AWS's newer client starts itself; the older one is started by a program of ours. */
  private static void layOut(Path client, boolean callbacks, Path folder) {
    Cache.createFolder(folder.resolve(MODULES));
    if (callbacks) {
      Cache.copy(client, folder.resolve("aws-lambda-ric"));
      Resources.copy("index.mjs", folder.resolve("index.mjs"));
    } else {
      Cache.copy(client, folder);
    }
  }
}
