package org.gradle.api.artifacts;

public interface ConfigurationContainer {
  Configuration detachedConfiguration(Dependency... dependencies);
}
