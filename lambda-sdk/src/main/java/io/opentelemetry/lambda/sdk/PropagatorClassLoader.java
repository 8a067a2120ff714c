package io.opentelemetry.lambda.sdk;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;

/**
 * Finds the propagators of the function's jars, too, and of all other services the layer's alone.
 */
final class PropagatorClassLoader extends ClassLoader {

  private static final String PROPAGATORS =
      "META-INF/services/io.opentelemetry.sdk.autoconfigure.spi.ConfigurablePropagatorProvider";

  private final ClassLoader layer;

  /**
   * Makes one.
   *
   * @param function a class loader that finds the layer's classes, too
   */
  PropagatorClassLoader(ClassLoader function, ClassLoader layer) {
    super(function);
    this.layer = layer;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(PROPAGATORS) ? super.getResources(name) : layer.getResources(name);
  }
}
