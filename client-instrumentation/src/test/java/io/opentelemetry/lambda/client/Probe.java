package io.opentelemetry.lambda.client;

/** A use of one client library, with and without its hook; loaded beside the library. */
public interface Probe {

  /** Returns what came of a call. */
  String call(boolean hooked, String url) throws Exception;
}
