package io.opentelemetry.lambda.agent.buildtime;

import io.opentelemetry.lambda.agent.buildtime.ReleaseView.Place;

/** A class that the agent has changed: as the agent has made it, or as it is in the function. */
final class ChangedClass {

  final int release;
  final Place place;

  /** With slashes. */
  final String name;

  final byte[] file;

  /**
   * @param release of Java, which loads it
   */
  ChangedClass(int release, Place place, String name, byte[] file) {
    this.release = release;
    this.place = place;
    this.name = name;
    this.file = file;
  }

  ChangedClass rewrite() {
    return new ChangedClass(release, place, name, TracedClass.rewrite(name, file, ""));
  }

  boolean isInJar() {
    return place.jar() != Place.ROOT;
  }
}
