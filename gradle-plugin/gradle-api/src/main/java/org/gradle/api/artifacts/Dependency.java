package org.gradle.api.artifacts;

public interface Dependency {}
