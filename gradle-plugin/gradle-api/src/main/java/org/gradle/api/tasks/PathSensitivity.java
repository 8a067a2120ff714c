package org.gradle.api.tasks;

public enum PathSensitivity {
  RELATIVE
}
