package io.opentelemetry.lambda.gradle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.gradle.api.Project;
import org.gradle.api.file.FileCollection;

/** The artifacts of this plugin's release, of the repositories of the project that uses it. */
final class Artifacts {

  private final Project project;
  private final Properties coordinates = new Properties();

  Artifacts(Project project) {
    this.project = project;
    try (InputStream file = Artifacts.class.getResourceAsStream("artifacts.properties")) {
      coordinates.load(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  FileCollection files(String name) {
    return project
        .getConfigurations()
        .detachedConfiguration(project.getDependencies().create(coordinates.getProperty(name)));
  }
}
