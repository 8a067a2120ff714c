package io.opentelemetry.lambda.wrapper.internal.classpath;

import io.opentelemetry.lambda.instrumentation.common.BuildTimeLibraries;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.transformer.ClassTransformer;
import io.opentelemetry.lambda.wrapper.internal.telemetry.AgentTelemetry;
import io.opentelemetry.lambda.wrapper.joinpoints.ClientJoinPoints;
import io.opentelemetry.lambda.wrapper.joinpoints.SdkJoinPoints;
import java.io.IOException;
import java.security.CodeSource;

/**
 * Which OpenTelemetry the function's code gets to see, where it brings one itself.
 *
 * <ul>
 *   <li>An API as old as the layer's or older: the layer's, which is first on the class path.
 *   <li>A newer API: its own, and the layer's SDK beside it, as far as that runs with it. Under the
 *       agent, its own, which the agent instruments.
 *   <li>An SDK: its own, and nothing of the layer's, which flushes it with its own.
 * </ul>
 */
public enum OpenTelemetryChoice {
  /** This wrapper traces. */
  WRAPPER,
  /** This wrapper traces, and flushes an SDK that the function brings. */
  WRAPPER_BESIDE_SDK,
  /** One that the context class loader has loaded traces, with the API that is the function's. */
  WRAPPER_OF_FUNCTION,
  /** None traces. */
  NONE;

  /** Makes the context class loader the one for the function. */
  public static OpenTelemetryChoice make() {
    ClassLoader runtime = Thread.currentThread().getContextClassLoader();
    if (runtime.getClass().getName().equals(FunctionClassLoader.NAME)) {
      // the choice has been made, by the wrapper that has made this one
      return WRAPPER;
    }
    try {
      CodeSource source = OpenTelemetryChoice.class.getProtectionDomain().getCodeSource();
      FunctionLibraries libraries =
          source == null ? null : FunctionLibraries.of(runtime, source.getLocation());
      return libraries == null ? WRAPPER : make(runtime, libraries);
    } catch (Throwable e) {
      Diagnostics.warn("what OpenTelemetry the function brings is not known", e);
      return WRAPPER;
    }
  }

  private static OpenTelemetryChoice make(ClassLoader runtime, FunctionLibraries libraries)
      throws IOException {
    boolean onApplicationClassPath = OpenTelemetryChoice.class.getClassLoader() != runtime;
    return onApplicationClassPath
        ? makeOnApplicationClassPath(libraries)
        : makeBesideFunction(libraries);
  }

  /** The layer's OpenTelemetry is in the place of the function's, unless the loader is changed. */
  private static OpenTelemetryChoice makeOnApplicationClassPath(FunctionLibraries libraries)
      throws IOException {
    boolean ownSdk = libraries.haveSdk();
    boolean agent = AgentTelemetry.find() != null;
    if (!agent && !ownSdk) {
      BuildTimeLibraries.read(libraries.buildTimeInstrumentation());
    }
    ClassTransformer transformer =
        ownSdk || agent
            ? null
            : ClassTransformer.of(new ClientJoinPoints(InstrumentationSettings.fromEnvironment()));
    if (agent && !ownSdk && libraries.haveOwnContexts()) {
      // with the API in another loader, the agent would not know the contexts of theirs
      use(libraries.loaderWithoutLayer(null));
      return WRAPPER;
    }
    if (!ownSdk && libraries.compareApis() <= 0) {
      if (!agent) {
        use(libraries.loaderThatTransforms(transformer));
      }
      return WRAPPER;
    }
    if (ownSdk && !agent) {
      Diagnostics.warn(
          "the function brings an OpenTelemetry SDK of its own, which is left alone: this layer"
              + " traces the invocations, and what the function reports is not joined to them");
    }
    if (ownSdk) {
      ClassTransformer sdk =
          ClassTransformer.of(new SdkJoinPoints(InstrumentationSettings.fromEnvironment()));
      use(libraries.loaderWithoutLayer(sdk));
      return sdk == null ? WRAPPER : WRAPPER_BESIDE_SDK;
    }
    if (agent) {
      use(libraries.loaderWithoutLayer(null));
      return WRAPPER;
    }
    use(libraries.loaderFunctionFirst(transformer));
    return WRAPPER_OF_FUNCTION;
  }

  /** Without the exec wrapper, the function's OpenTelemetry is in the place of the layer's. */
  private static OpenTelemetryChoice makeBesideFunction(FunctionLibraries libraries)
      throws IOException {
    if (libraries.haveSdk()) {
      Diagnostics.warn(
          "the function brings an OpenTelemetry SDK of its own, which is left alone: the function"
              + " is not traced");
      return NONE;
    }
    if (libraries.compareApis() >= 0) {
      return WRAPPER;
    }
    use(libraries.loaderLayerFirst());
    return WRAPPER_OF_FUNCTION;
  }

  private static void use(ClassLoader loader) {
    RuntimeLoader.replace(Thread.currentThread().getContextClassLoader(), loader);
    Thread.currentThread().setContextClassLoader(loader);
  }
}
