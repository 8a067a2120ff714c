package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests the answers of {@code run.sh} when it cannot do what it is told: a clear line, and a
 * status.
 */
class RunScriptIT {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense              | run.sh: nonsense: there is no such command
          test --fast           | run.sh: test: --fast: there is no such option
          try                   | run.sh: try: which sample? There are: async-http aws-sdk container-image custom-telemetry
          try nonsense          | run.sh: try nonsense: there is no such sample. There are: async-http aws-sdk container-image custom-telemetry
          try aws-sdk --layer x | run.sh: --layer x: there are none, wrapper, javaagent, collector, python, nodejs and ruby
          local --nonsense      | lambda-emulator: Unknown option: '--nonsense'
          instrument missing.zip --output x.zip | instrument: missing.zip: there is no such function
          """)
  void usageError(String words, String line) throws Exception {
    Command.Finished finished = runScript(words.split(" "), Map.of());
    assertThat(finished.output()).startsWith(line);
    assertThat(finished.status()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          deploy                                         | deploy: where does what the function reports go?
          deploy --nonsense                              | deploy: Unknown option: '--nonsense'
          deploy --endpoint                              | deploy: Missing required parameter for option '--endpoint' (URL)
          deploy --endpoint http://a --layer x           | deploy: --layer x: there are wrapper, javaagent, collector, python, nodejs and ruby
          deploy --endpoint http://a --layer collector   | deploy: the Collector traces nothing by itself
          invoke --layer wrapper                         | invoke: Unknown options: '--layer', 'wrapper'
          delete --region                                | delete: Missing required parameter for option '--region' (REGION)
          """)
  void usageErrorOfASample(String words, String line) throws Exception {
    Command.Finished finished =
        Command.of(Layer.ROOT.resolve("sample-apps/stream/run.sh").toString())
            .with(words.split(" "))
            .environment(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "", "NO_BUILD", "1"))
            .run();
    assertThat(finished.output()).startsWith(line);
    assertThat(finished.status()).isEqualTo(2);
  }

  @Test
  void agentOnDemand_forNoFunction() throws Exception {
    Command.Finished finished =
        Command.of(Layer.ROOT.resolve("javaagent-layer/run.sh").toString())
            .with("build", "--for", "missing.zip")
            .environment(Map.of("NO_BUILD", "1"))
            .run();
    assertThat(finished.output())
        .isEqualTo("agent-builder: missing.zip: there is no such function\n");
    assertThat(finished.status()).isEqualTo(2);
  }

  @Test
  void wrapperWithoutALibraryThatIsNone() throws Exception {
    Command.Finished finished =
        Command.of(Layer.ROOT.resolve("wrapper-layer/run.sh").toString())
            .with("build", "--without", "okhttp,nonsense")
            .run();
    assertThat(finished.output())
        .startsWith(
            "run.sh: build --without nonsense: there is no such library. There are:"
                + " apache-httpclient aws-sdk grpc ");
    assertThat(finished.status()).isEqualTo(2);
  }

  @Test
  void failedNightlyRun_opensAnIssue() throws Exception {
    assertThat(reportNightlyRun("").status()).isZero();
    assertThat(folder.resolve("gh.log"))
        .content()
        .contains("issue list --state open", "issue create --title Nightly run")
        .contains("The run: https://ci.example/runs/1");
  }

  @Test
  void failedNightlyRun_whoseIssueIsOpen_opensNone() throws Exception {
    assertThat(reportNightlyRun("17").output()).isEqualTo("it is reported already\n");
    assertThat(folder.resolve("gh.log")).content().doesNotContain("issue create");
  }

  /** Reports to a fake of the GitHub CLI, which logs what it is asked for. */
  private Command.Finished reportNightlyRun(String openIssues) throws Exception {
    program(
        "gh",
        "echo \"$@\" >>'%1$s/gh.log'; [ \"$2\" = list ] && echo '%2$s' || cat >>'%1$s/gh.log'"
            .formatted(folder, openIssues));
    return runScript(
        new String[] {"upstream", "--report", "https://ci.example/runs/1"},
        Map.of("PATH", folder + ":" + System.getenv("PATH")));
  }

  @Test
  void noJdk() throws Exception {
    Command.Finished finished =
        runScript(new String[] {"try", "aws-sdk"}, Map.of("JAVA_HOME", "/nowhere"));
    assertThat(finished.output())
        .isEqualTo(
            "run.sh: no JDK: install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME\n");
    assertThat(finished.status()).isEqualTo(3);
  }

  @Test
  void noNamespaces() throws Exception {
    program("unshare", "echo 'unshare: unshare failed: Operation not permitted'; exit 1");
    Command.Finished finished =
        runScript(
            new String[] {
              "local",
              "--function",
              "/",
              "--handler",
              "H",
              "--event",
              Files.writeString(folder.resolve("event.json"), "{}").toString(),
              "--otlp-port",
              "0"
            },
            Map.of("PATH", folder + ":" + System.getenv("PATH")));
    assertThat(finished.output())
        .startsWith(
            "lambda-emulator: no permission for a mount namespace (unshare: unshare failed:"
                + " Operation not permitted): run as root, or allow unprivileged user namespaces")
        .hasLineCount(1);
    assertThat(finished.status()).isEqualTo(3);
  }

  private void program(String name, String line) throws IOException {
    Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Command.Finished runScript(String[] words, Map<String, String> environment)
      throws Exception {
    return Command.of(Layer.ROOT.resolve("run.sh").toString())
        .with(words)
        .environment(Map.of("NO_BUILD", "1"))
        .environment(environment)
        .run();
  }
}
