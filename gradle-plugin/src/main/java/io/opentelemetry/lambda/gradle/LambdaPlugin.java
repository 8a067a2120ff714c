package io.opentelemetry.lambda.gradle;

import org.gradle.api.Plugin;
import org.gradle.api.Project;

/** Adds the task {@code instrumentFunction} to a project; its id is io.opentelemetry.lambda. */
public final class LambdaPlugin implements Plugin<Project> {

  @Override
  public void apply(Project project) {
    InstrumentFunction task =
        project.getTasks().create("instrumentFunction", InstrumentFunction.class);
    task.setGroup("build");
    task.setDescription("Instruments a function's libraries, so that it is traced by the layer.");
  }
}
