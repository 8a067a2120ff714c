package io.opentelemetry.lambda.emulator;

/** Which localhost the programs of an environment have. */
public enum Localhost {
  /**
   * Their own where a layer brings an external extension, which may listen there; the machine's if
   * there is none, or if this user cannot have another.
   */
  AUTO,

  /** Their own, in a network namespace; an environment that cannot have it does not start. */
  OWN,

  /** The machine's. */
  SHARED
}
