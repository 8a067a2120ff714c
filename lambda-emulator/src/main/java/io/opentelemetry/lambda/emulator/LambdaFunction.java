package io.opentelemetry.lambda.emulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function that many may invoke at once: each event goes to an environment that is free, or else
 * to a new one, as Lambda does it. Environments stay, frozen, until the function is closed.
 */
public final class LambdaFunction implements AutoCloseable {

  private final Supplier<LambdaEnvironment> factory;
  private final int maxConcurrency;
  private final Object lock = new Object();

  private final List<LambdaEnvironment> all = new ArrayList<>();
  private final Deque<LambdaEnvironment> free = new ArrayDeque<>();
  private boolean closed;

  /**
   * Makes a function without any environment yet.
   *
   * @param configuration of each of its environments
   * @param maxConcurrency how many events may run at once
   */
  public static LambdaFunction create(LambdaEnvironment.Builder configuration, int maxConcurrency) {
    return new LambdaFunction(configuration::build, maxConcurrency);
  }

  private LambdaFunction(Supplier<LambdaEnvironment> factory, int maxConcurrency) {
    this.factory = factory;
    this.maxConcurrency = maxConcurrency;
  }

  /**
   * Passes an event to the function and waits until its environment has come to rest again.
   *
   * @return null if as many events are running as may
   */
  public @Nullable InvocationResult invoke(Invocation invocation) {
    LambdaEnvironment environment = take();
    if (environment == null) {
      return null;
    }
    try {
      return environment.invoke(invocation);
    } finally {
      putBack(environment);
    }
  }

  private @Nullable LambdaEnvironment take() {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("the function is closed");
      }
      LambdaEnvironment environment = free.poll();
      if (environment != null || all.size() == maxConcurrency) {
        return environment;
      }
      environment = factory.get();
      all.add(environment);
      return environment;
    }
  }

  private void putBack(LambdaEnvironment environment) {
    synchronized (lock) {
      // the last one first, so that few are kept busy
      free.push(environment);
    }
  }

  /** What its environments have been through. */
  public List<EnvironmentReport> reports() {
    synchronized (lock) {
      return all.stream().map(LambdaEnvironment::report).toList();
    }
  }

  /** Shuts its environments down, side by side. */
  @Override
  public void close() {
    List<LambdaEnvironment> environments;
    synchronized (lock) {
      closed = true;
      environments = List.copyOf(all);
    }
    environments.parallelStream().forEach(LambdaEnvironment::close);
  }
}
