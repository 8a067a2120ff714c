package io.opentelemetry.lambda.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Instruments a function's libraries as opentelemetry-javaagent does when they are loaded, so that
 * it is traced by the wrapper layer, without the agent. Declare it after the plugin that packs the
 * function.
 */
@Mojo(name = "instrument", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class InstrumentMojo extends AbstractMojo {

  private static final String COMMAND = "io.opentelemetry.lambda.agent.buildtime.Main";

  /** The function as it is deployed today: a zip, jar or folder, with its libraries in lib/. */
  @Parameter(
      property = "opentelemetry.lambda.function",
      defaultValue = "${project.build.directory}/${project.build.finalName}.jar")
  private File function = new File("");

  /** The instrumented function, a zip. */
  @Parameter(
      property = "opentelemetry.lambda.output",
      defaultValue = "${project.build.directory}/${project.build.finalName}-traced.zip")
  private File output = new File("");

  /** Libraries that are left as they are, by the agent's names. */
  @Parameter(property = "opentelemetry.lambda.without")
  private String[] without = {};

  /** Removes the signatures of jars that have to be changed. */
  @Parameter(property = "opentelemetry.lambda.stripSignatures", defaultValue = "false")
  private boolean stripSignatures;

  /** Does nothing. */
  @Parameter(property = "opentelemetry.lambda.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
  private List<Artifact> artifacts = List.of();

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("skipped");
      return;
    }
    // in a process of its own, as the command sets its JVM's time zone
    JavaProcess process = JavaProcess.run(command());
    switch (process.status()) {
      case 0 -> process.lines().forEach(getLog()::info);
      case 2 -> throw new MojoFailureException(process.text());
      default -> throw new MojoExecutionException(process.text());
    }
  }

  private List<String> command() throws MojoExecutionException {
    String agent = file("opentelemetry-javaagent");
    String layer = file("wrapper-layer");
    String classPath =
        artifacts.stream()
            .map(artifact -> artifact.getFile().getPath())
            .filter(path -> !path.equals(agent) && !path.equals(layer))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>(List.of("-cp", classPath, COMMAND));
    command.addAll(List.of("--agent", agent, "--layer", layer, "--output", output.getPath()));
    Arrays.stream(without).forEach(name -> command.addAll(List.of("--without", name)));
    if (stripSignatures) {
      command.add("--strip-signatures");
    }
    command.add(function.getPath());
    return command;
  }

  private String file(String artifactId) throws MojoExecutionException {
    return artifacts.stream()
        .filter(artifact -> artifact.getArtifactId().equals(artifactId))
        .map(artifact -> artifact.getFile().getPath())
        .findFirst()
        .orElseThrow(
            () -> new MojoExecutionException("the plugin's dependency is missing: " + artifactId));
  }
}
