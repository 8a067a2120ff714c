package org.gradle.api;

import org.gradle.api.artifacts.ConfigurationContainer;
import org.gradle.api.artifacts.dsl.DependencyHandler;
import org.gradle.api.file.ConfigurableFileCollection;
import org.gradle.api.tasks.TaskContainer;

public interface Project {
  ConfigurableFileCollection files(Object... paths);

  ConfigurationContainer getConfigurations();

  DependencyHandler getDependencies();

  TaskContainer getTasks();
}
