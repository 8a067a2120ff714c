package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Fetches from npm what Lambda's Node.js needs: AWS's runtime client, the AWS SDK, and Node.js
 * itself.
 */
final class NodePackages {

  private static final List<String> TO_BUILD = List.of("cmake", "g++", "make", "python3", "xz");
  private static final List<String> TO_BUILD_CURL = List.of("autoconf", "automake", "libtoolize");

  private final Cache cache;
  private final HostEnvironment host;

  NodePackages(Cache cache, HostEnvironment host) {
    this.cache = cache;
    this.host = host;
  }

  /** A folder with Node.js, its header files included. */
  Path node(int major) {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    String name = "node-linux-" + machine;
    String version = ClientVersions.get("node" + major);
    return cache
        .get(
            "node/" + version,
            "fetching Node.js " + version + " from npm",
            folder -> install(folder, Map.of(), "Lambda's Node.js " + major, name + "@" + version))
        .resolve("node_modules")
        .resolve(name);
  }

  /**
   * A folder with AWS's client that is built: {@code index.mjs} and {@code rapid-client.node}.
   *
   * @param callbacks whether it is the one that still takes handlers with a callback
   */
  Path client(boolean callbacks, Path node, int major) {
    String version = ClientVersions.get(callbacks ? "aws-lambda-ric-callbacks" : "aws-lambda-ric");
    String entry = "aws-lambda-ric/" + version;
    if (cache.has(entry)) {
      return cache.folder(entry);
    }
    String purpose = "Lambda's Node.js needs aws-lambda-ric " + version;
    checkTools(callbacks, purpose);
    Path headers = Files.exists(node.resolve("include/node/node.h")) ? node : node(major);
    return cache.get(
        entry,
        "fetching and building aws-lambda-ric " + version + " from npm, which takes a minute",
        folder -> {
          Path work = folder.resolve("build");
          install(work, buildVariables(headers), purpose, "aws-lambda-ric@" + version);
          Path built = work.resolve("node_modules/aws-lambda-ric").resolve(callbacks ? "dist" : "");
          for (String file : List.of("index.mjs", "rapid-client.node")) {
            Cache.move(built.resolve(file), folder.resolve(file));
          }
          Cache.delete(work);
        });
  }

  private void checkTools(boolean callbacks, String purpose) {
    List<String> missing =
        Stream.concat(TO_BUILD.stream(), callbacks ? TO_BUILD_CURL.stream() : Stream.of())
            .filter(tool -> Tool.find(host.path(), tool).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      throw new EmulatorException(
          purpose
              + ", which is built once by "
              + String.join(", ", missing)
              + ": run \"apt-get install cmake g++ make python3 xz-utils autoconf automake"
              + " libtool\", or name a folder that has it by --runtime-client");
    }
  }

  private Map<String, String> buildVariables(Path headers) {
    String path = String.join(":", host.path().stream().map(Path::toString).toList());
    return Map.of(
        "npm_config_nodedir", headers.toString(), "PATH", headers.resolve("bin") + ":" + path);
  }

  /** A folder that holds packages of the AWS SDK, with all that they need. */
  Path sdk(List<String> packages) {
    List<String> sorted = packages.stream().distinct().sorted().toList();
    return cache
        .get(
            "aws-sdk-v3/" + String.join("+", sorted).replace('/', '-'),
            "fetching " + String.join(", ", sorted) + " from npm",
            folder -> install(folder, Map.of(), "/var/runtime", sorted.toArray(String[]::new)))
        .resolve("node_modules");
  }

  private void install(
      Path folder, Map<String, String> variables, String purpose, String... packages) {
    Path npm =
        Tool.find(host.path(), "npm")
            .orElseThrow(
                () ->
                    new EmulatorException(
                        purpose
                            + " needs "
                            + String.join(", ", packages)
                            + " from npm, which is not on this machine: run \"apt-get install"
                            + " npm\""));
    Cache.write(
        folder.resolve("package.json"),
        "{\"private\":true,\"allowScripts\":{\"aws-lambda-ric\":true},\"overrides\":{\"node-gyp\":\""
            + ClientVersions.get("node-gyp")
            + "\"}}");
    List<String> arguments =
        new ArrayList<>(List.of("install", "--no-audit", "--no-fund", "--no-update-notifier"));
    arguments.addAll(List.of(packages));
    Tool.of(npm).with(arguments).in(folder).environment(variables).runFor(purpose);
  }
}
