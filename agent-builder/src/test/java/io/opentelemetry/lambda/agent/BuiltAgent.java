package io.opentelemetry.lambda.agent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** A run of the command line with the untouched agent. */
public record BuiltAgent(int status, String out, String err, Path jar) {

  public static final Path UNTOUCHED = onClassPath("opentelemetry-javaagent");

  static BuiltAgent build(Path folder, String... arguments) {
    Path jar = folder.resolve("agent.jar");
    List<String> all =
        new ArrayList<>(List.of("--agent", UNTOUCHED.toString(), "--output", jar.toString()));
    all.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Main.commandLine(new BuildCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    int status = commandLine.execute(all.toArray(String[]::new));
    return new BuiltAgent(status, out.toString(), err.toString(), jar);
  }

  /** The jar of a dependency of these tests. */
  public static Path onClassPath(String artifact) {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().startsWith(artifact + "-"))
        .findFirst()
        .orElseThrow();
  }

  AgentJar agent() {
    return AgentJar.read(jar);
  }

  List<String> files() {
    return List.copyOf(agent().contents().files().keySet());
  }
}
