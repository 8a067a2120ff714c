package io.opentelemetry.lambda.emulator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line with a function that runs. */
class LocalCommandIT {

  @TempDir Path folder;

  @Test
  void html_isAPageOfTheWholeRun() throws IOException {
    Path page = folder.resolve("page.html");
    assertThat(run("--html", page.toString(), "--count", "2")).isZero();
    assertThat(page)
        .content()
        .contains("id=\"environment-1-init\"", "id=\"invocation-1\"", "id=\"invocation-2\"")
        .contains("id=\"environment-1-shutdown\"", "\"kind\":\"shutdown\"");
  }

  private int run(String... arguments) throws IOException {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(new StringWriter()));
    Path event = Files.writeString(folder.resolve("event.json"), "1");
    List<String> all = new ArrayList<>(List.of("--runtime", "provided", "--otlp-port", "0"));
    all.addAll(List.of("--function", function().toString(), "--event", event.toString()));
    all.addAll(List.of(arguments));
    return commandLine.execute(all.toArray(String[]::new));
  }

  private Path function() throws IOException {
    Path bootstrap = Files.createDirectory(folder.resolve("function")).resolve("bootstrap");
    Files.copy(LocalCommandIT.class.getResourceAsStream("/programs/bootstrap"), bootstrap);
    Files.setPosixFilePermissions(bootstrap, PosixFilePermissions.fromString("rwxr-xr-x"));
    return bootstrap.getParent();
  }
}
