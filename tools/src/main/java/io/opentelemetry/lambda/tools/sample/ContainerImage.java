package io.opentelemetry.lambda.tools.sample;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.tools.Subprocess;
import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.Variables;
import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import io.opentelemetry.lambda.tools.layer.LayerZip;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.Repository;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** The image of a sample that is deployed as one: staged, built by an engine, pushed to ECR. */
final class ContainerImage {

  /** The template's parameter with the image's address. */
  static final String PARAMETER = "ImageUri";

  private static final int TAG_LENGTH = 12;

  private final Path folder;
  private final Path staged;
  private final List<BuiltLayer> layers;

  ContainerImage(Path folder, List<BuiltLayer> layers) {
    this.folder = folder;
    this.staged = folder.resolve("target/image");
    this.layers = layers;
  }

  /** Puts the function and the layers where the Dockerfile takes them from. */
  void stage() {
    try {
      delete(staged);
      Files.createDirectories(staged.resolve("opt/extensions"));
      unpack(folder.resolve("target/function.zip"), staged.resolve("task"));
      for (BuiltLayer layer : layers) {
        unpack(layer.zip(), staged.resolve("opt"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      paths = new ArrayList<>(walk.toList());
    }
    for (int i = paths.size() - 1; i >= 0; i--) {
      Files.delete(paths.get(i));
    }
  }

  private static void unpack(Path file, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw ToolException.usage(file + ": " + entry.getName() + " is outside of it");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          write(zip, entry, path);
        }
      }
    }
  }

  private static void write(ZipFile zip, ZipEntry entry, Path path) throws IOException {
    Files.createDirectories(path.getParent());
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, path);
    }
    // a zip's modes are not Java's to read
    boolean executable = path.endsWith("otel-handler") || path.toString().contains("/extensions/");
    if (executable && !path.toFile().setExecutable(true, false)) {
      throw new IOException(path + " cannot be made executable");
    }
  }

  /** Builds and pushes the image into a repository of the stack's, and returns its address. */
  String push(EcrClient ecr, String stack, PrintWriter err) {
    String engine = engine();
    stage();
    String repository = repository(ecr, repositoryName(stack));
    String image = repository + ":" + tag();
    err.println("building and pushing " + image);
    run(engine, "", "build", "--platform", "linux/amd64", "--tag", image, folder.toString());
    run(
        engine,
        password(ecr),
        "login",
        "--username",
        "AWS",
        "--password-stdin",
        repository.split("/", 2)[0]);
    run(engine, "", "push", image);
    return image;
  }

  private static String engine() {
    String named = Variables.get("CONTAINER_ENGINE");
    String engine = named == null ? onPath() : named;
    try {
      if (Subprocess.of(engine, "info").run().status() == 0) {
        return engine;
      }
    } catch (ToolException e) {
      // as if it did not run
    }
    throw ToolException.environment(engine + " does not run, or you may not use it");
  }

  private static String onPath() {
    String path = Variables.get("PATH");
    for (String engine : new String[] {"docker", "podman"}) {
      if (Arrays.stream(String.valueOf(path).split(File.pathSeparator, -1))
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, engine)))) {
        return engine;
      }
    }
    throw ToolException.environment(
        "an image needs Docker or Podman: install one, or name another engine by CONTAINER_ENGINE");
  }

  private static String repositoryName(String stack) {
    return stack.toLowerCase(Locale.ROOT);
  }

  private static String repository(EcrClient ecr, String name) {
    Repository repository =
        SampleAws.orFail(
            "the repository cannot be made",
            () -> {
              try {
                return ecr.describeRepositories(request -> request.repositoryNames(name))
                    .repositories()
                    .get(0);
              } catch (RepositoryNotFoundException e) {
                return ecr.createRepository(request -> request.repositoryName(name)).repository();
              }
            });
    return repository.repositoryUri();
  }

  private String tag() {
    StringBuilder sums = new StringBuilder();
    try (Stream<Path> files = Files.walk(staged)) {
      List<Path> sorted = new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
      sorted.add(folder.resolve("Dockerfile"));
      for (Path file : sorted) {
        sums.append(HexFormat.of().formatHex(LayerZip.sha256(file)));
      }
      Path list = Files.writeString(staged.resolveSibling("image.sums"), sums);
      return HexFormat.of().formatHex(LayerZip.sha256(list)).substring(0, TAG_LENGTH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String password(EcrClient ecr) {
    String token =
        SampleAws.orFail(
            "the repository cannot be logged in to",
            () -> ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken());
    String userAndPassword = new String(Base64.getDecoder().decode(token), UTF_8);
    return userAndPassword.substring(userAndPassword.indexOf(':') + 1);
  }

  private static void run(String engine, String input, String... words) {
    List<String> command = new ArrayList<>(List.of(engine));
    command.addAll(List.of(words));
    Subprocess.Finished finished =
        Subprocess.of(command)
            // Lambda takes no image with attestations, which Docker adds by default
            .with(Map.of("BUILDX_NO_DEFAULT_ATTESTATIONS", "1"))
            .reading(input)
            .run();
    if (finished.status() != 0) {
      System.err.print(finished.output());
      throw ToolException.failure(engine + " " + words[0] + " has failed; its output is above");
    }
  }

  /** Deletes the stack's repository with its images; one that is not there is no fault. */
  static void deleteRepository(EcrClient ecr, String stack) {
    SampleAws.unless(
        "RepositoryNotFoundException",
        "the repository cannot be deleted",
        () ->
            ecr.deleteRepository(
                request -> request.repositoryName(repositoryName(stack)).force(true)));
  }
}
