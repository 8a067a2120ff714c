package io.opentelemetry.lambda.client;

/** A use of one client library, with and without its hook; loaded beside the library. */
public interface Probe {

  /** Makes a call, and returns what came of it. */
  String call(boolean hooked, String url) throws Exception;
}
