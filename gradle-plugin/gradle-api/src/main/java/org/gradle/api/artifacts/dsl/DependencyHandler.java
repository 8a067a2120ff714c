package org.gradle.api.artifacts.dsl;

import org.gradle.api.artifacts.Dependency;

public interface DependencyHandler {
  Dependency create(Object notation);
}
