package org.gradle.api.artifacts;

import org.gradle.api.file.FileCollection;

public interface Configuration extends FileCollection {}
