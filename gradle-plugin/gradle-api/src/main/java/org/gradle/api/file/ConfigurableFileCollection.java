package org.gradle.api.file;

public interface ConfigurableFileCollection extends FileCollection {
  void setFrom(Object... paths);
}
