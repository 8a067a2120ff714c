package org.gradle.api;

import org.gradle.api.logging.Logger;

public interface Task {
  Logger getLogger();

  String getPath();

  Project getProject();

  void setDescription(String description);

  void setGroup(String group);
}
