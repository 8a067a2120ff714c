package io.opentelemetry.lambda.tools.release;

import io.opentelemetry.lambda.tools.Project;
import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.Variables;
import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import io.opentelemetry.lambda.tools.layer.LayerZip;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Collects what a release consists of. */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    description =
        "Collects the layers' zips and SBOMs, as they are built, their sums and the notes in"
            + " target/release.")
public final class ReleaseCommand implements Callable<Integer> {

  private static final Path RELEASE = Project.file("target/release");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "VERSION", description = "the version, such as v1.0.0")
  private String version;

  @Override
  public Integer call() throws IOException {
    String notes =
        Changelog.read(Project.file("CHANGELOG.md")).notes(version.replaceFirst("^v", ""));
    clear();
    PrintWriter err = spec.commandLine().getErr();
    for (BuiltLayer layer : BuiltLayer.values()) {
      if (Files.exists(layer.zip())) {
        copy(layer.zip());
        copy(Path.of(layer.zip().toString().replaceFirst("\\.zip$", ".cdx.json")));
      } else if (Variables.get("CI") != null) {
        throw ToolException.failure("the layer " + layer + " is not built");
      } else {
        err.println("the layer " + layer + " is not built, and is left out");
      }
    }
    Files.writeString(RELEASE.resolve("SHA256SUMS"), sums());
    Files.writeString(RELEASE.resolve("NOTES.md"), notes);
    err.println("in " + Project.shorten(RELEASE) + ":");
    files().forEach(err::println);
    return 0;
  }

  private static void clear() throws IOException {
    Files.createDirectories(RELEASE);
    for (String file : files()) {
      Files.delete(RELEASE.resolve(file));
    }
  }

  private static void copy(Path file) throws IOException {
    Files.copy(file, RELEASE.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String sums() throws IOException {
    StringBuilder sums = new StringBuilder();
    for (String file : files()) {
      String sum = HexFormat.of().formatHex(LayerZip.sha256(RELEASE.resolve(file)));
      sums.append(sum).append("  ").append(file).append('\n');
    }
    return sums.toString();
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(RELEASE)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
