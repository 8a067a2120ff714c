package io.opentelemetry.lambda.client.quarkus;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import org.jspecify.annotations.Nullable;

/**
 * Hands the invocation's context to the threads in which Quarkus REST answers the request that
 * Quarkus makes of an event. An environment has one invocation at a time; where it has several, the
 * context is not handed over.
 */
public final class QuarkusRequests {

  private static final String LIBRARY = "quarkus-resteasy-reactive";

  private static final boolean IS_ONE_AT_A_TIME =
      !InstrumentationSettings.fromEnvironment().isManagedInstances();

  /** The context of the event that is worked on; the root where there is none. */
  private static volatile Context invocation = Context.root();

  private static volatile @Nullable Object connection;

  /** On entry of the method by which an event's request gets to the server within the function. */
  @Guarded(LIBRARY)
  public static void sendMessage(Object events, Object message) {
    if (IS_ONE_AT_A_TIME) {
      connection = events;
      invocation = Context.current();
    }
  }

  /** On entry of the method that ends it, which may come again when there is a next event. */
  @Guarded(LIBRARY)
  public static void close(Object events) {
    if (connection == events) {
      connection = null;
      invocation = Context.root();
    }
  }

  /** Before a part of a request is worked on, in a thread of Quarkus's. */
  @Guarded(LIBRARY)
  @SuppressWarnings("MustBeClosedChecker") // end closes it
  public static @Nullable Object run(Object request) {
    Context context = invocation;
    return context != Context.root() && Context.current() == Context.root()
        ? context.makeCurrent()
        : null;
  }

  /** After it. */
  @Guarded(LIBRARY)
  public static void end(@Nullable Object scope, @Nullable Throwable error) {
    if (scope != null) {
      ((Scope) scope).close();
    }
  }

  private QuarkusRequests() {}
}
