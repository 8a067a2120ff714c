package org.gradle.api;

import org.gradle.api.logging.Logger;

public class DefaultTask implements Task {
  @Override
  public Logger getLogger() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getPath() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Project getProject() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setDescription(String description) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setGroup(String group) {
    throw new UnsupportedOperationException();
  }
}
