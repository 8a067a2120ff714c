package io.opentelemetry.lambda.tools.release;

import io.opentelemetry.lambda.tools.Project;
import io.opentelemetry.lambda.tools.Subprocess;
import io.opentelemetry.lambda.tools.ToolException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes the newest releases of what the layers are made of. */
@Command(
    name = "upstream",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the newest releases of the Java agent, of AWS's libraries and of AWS's SDKs into pom.xml, and the changes"
          + " into target/upstream.txt.",
      "./run.sh test then tells whether the layers go with them."
    })
public final class UpstreamCommand implements Callable<Integer> {

  private static final String PLUGIN = "org.codehaus.mojo:versions-maven-plugin:2.23.0";
  private static final String PROPERTIES =
      "opentelemetry-javaagent.version,opentelemetry-newest.version,aws-lambda-core.version,"
          + "aws-lambda-events.version,aws-lambda-serialization.version,aws-lambda-ric.version,"
          + "aws-sdk.version,aws-sdk-v1.version";
  private static final String TITLE = "Nightly run with the newest releases has failed";

  @Spec private CommandSpec spec;

  @Option(
      names = "--report",
      paramLabel = "URL",
      description =
          "opens an issue on GitHub that this run with them has failed, by the GitHub CLI, if none"
              + " is open")
  private @Nullable String run;

  @Override
  public Integer call() throws IOException {
    Path changes = Project.file("target/upstream.txt");
    if (run == null) {
      update(changes);
    } else {
      report(run, Files.exists(changes) ? Files.readString(changes) : "");
    }
    return 0;
  }

  private void update(Path changes) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    err.println("looking for new releases");
    Path pom = Project.file("pom.xml");
    PomProperties before = PomProperties.read(pom);
    int status =
        Subprocess.of(
                Project.file("mvnw").toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "--quiet",
                "--file",
                pom.toString(),
                PLUGIN + ":update-properties",
                "--non-recursive",
                "-DgenerateBackupPoms=false",
                "-DallowMajorUpdates=false",
                "-DincludeProperties=" + PROPERTIES,
                "-Dmaven.version.ignore=.*-(alpha|beta|rc|m)[-.0-9]*")
            .passOn();
    if (status != 0) {
      throw ToolException.failure("the releases cannot be looked up");
    }
    List<String> changed = before.changes(PomProperties.read(pom));
    Files.createDirectories(changes.getParent());
    Files.write(changes, changed);
    changed.forEach(err::println);
    if (changed.isEmpty()) {
      err.println("nothing is newer");
    }
  }

  private void report(String url, String changes) {
    String open =
        gh(
            "",
            List.of(
                "issue",
                "list",
                "--state",
                "open",
                "--search",
                "in:title \"" + TITLE + "\"",
                "--json",
                "number",
                "--jq",
                ".[].number"));
    if (open.isBlank()) {
      gh(
          "The run: " + url + "\n\n" + changes,
          List.of("issue", "create", "--title", TITLE, "--body-file", "-"));
    } else {
      spec.commandLine().getErr().println("it is reported already");
    }
  }

  private static String gh(String input, List<String> words) {
    List<String> command = new ArrayList<>(List.of("gh"));
    command.addAll(words);
    Subprocess.Finished finished = Subprocess.of(command).reading(input).run();
    if (finished.status() != 0) {
      throw ToolException.failure("gh: " + finished.output().strip());
    }
    return finished.output();
  }
}
