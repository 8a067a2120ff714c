package io.opentelemetry.lambda.maven;

import io.opentelemetry.lambda.instrument.FunctionRefusedException;
import io.opentelemetry.lambda.instrument.InstrumentProcess;
import java.io.File;
import java.io.IOException;
import java.util.List;
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
    File agent = file("opentelemetry-javaagent");
    File layer = file("wrapper-layer");
    List<File> command =
        artifacts.stream()
            .map(Artifact::getFile)
            .filter(file -> !file.equals(agent) && !file.equals(layer))
            .toList();
    try {
      new InstrumentProcess(command, agent, layer)
          .run(function, output, List.of(without), stripSignatures)
          .forEach(getLog()::info);
    } catch (FunctionRefusedException e) {
      throw new MojoFailureException(e.getMessage(), e);
    } catch (IOException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted", e);
    }
  }

  private File file(String artifactId) throws MojoExecutionException {
    return artifacts.stream()
        .filter(artifact -> artifact.getArtifactId().equals(artifactId))
        .map(Artifact::getFile)
        .findFirst()
        .orElseThrow(
            () -> new MojoExecutionException("the plugin's dependency is missing: " + artifactId));
  }
}
