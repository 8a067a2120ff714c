package io.opentelemetry.lambda.libraries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes what the build needs of the client libraries' descriptors. */
@Command(
    name = "client-libraries",
    description = "Makes what the build needs of the client libraries' descriptors.")
public final class Main {

  @Option(
      names = "--root",
      paramLabel = "FOLDER",
      description = "The project's folder, by default the current one.",
      scope = CommandLine.ScopeType.INHERIT)
  private Path root = Path.of("");

  @Command(name = "join-points", description = "Writes the table of join points as Java code.")
  void joinPoints(
      @Option(names = "--output", required = true, description = "The folder of sources.")
          Path output)
      throws IOException {
    Path folder = Files.createDirectories(output.resolve(JoinPointTable.PACKAGE.replace('.', '/')));
    Map<String, String> sources = new JoinPointTable(ClientLibraries.read(root)).toSources();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      update(folder.resolve(source.getKey() + ".java"), source.getValue());
    }
  }

  /** Leaves a file as old as it is that is the same, so that it is not compiled again. */
  private static void update(Path file, String content) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(content)) {
      Files.writeString(file, content);
    }
  }

  @Command(name = "docs", description = "Writes the table of libraries into the documents.")
  void docs() throws IOException {
    DocumentedTable.write(root, ClientLibraries.read(root));
  }

  public static void main(String[] args) {
    int status = new CommandLine(new Main()).execute(args);
    if (status != 0) {
      System.exit(status);
    }
  }
}
