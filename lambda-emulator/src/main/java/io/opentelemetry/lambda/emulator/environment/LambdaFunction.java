package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.EnvironmentReport;
import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.InvocationResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A function that many may invoke at once: each event goes to an environment that is free, or else
 * to a new one, as Lambda does it. Environments stay, frozen, until the function is closed.
 */
public final class LambdaFunction implements AutoCloseable {

  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final Duration MOMENT_AT_THE_LIMIT = Duration.ofSeconds(2);

  private final LambdaEnvironmentBuilder configuration;
  private final int maxEnvironments;
  private final Object lock = new Object();

  private final List<LambdaEnvironment> all = new ArrayList<>();
  // as often as it takes one more event
  private final Deque<LambdaEnvironment> free = new ArrayDeque<>();
  private int madeOrBeingMade;
  // how many have answered, and are about to rest
  private int settling;
  private boolean closed;

  /**
   * Makes a function without any environment yet.
   *
   * @param configuration of each of its environments
   * @param maxConcurrency how many events may run at once
   */
  public static LambdaFunction create(LambdaEnvironmentBuilder configuration, int maxConcurrency) {
    return new LambdaFunction(configuration, maxConcurrency);
  }

  private LambdaFunction(LambdaEnvironmentBuilder configuration, int maxConcurrency) {
    this.configuration = configuration;
    int concurrency = configuration.concurrency();
    this.maxEnvironments = (maxConcurrency + concurrency - 1) / concurrency;
  }

  /**
   * Passes an event to the function and waits until its environment has come to rest again.
   *
   * @param responded called, before that, when the caller has the answer
   * @return null if as many events are running as may
   * @throws EmulatorException if a new environment is needed and cannot be made
   */
  public @Nullable InvocationResult invoke(
      InvocationRequest invocation, Consumer<InvocationResult> responded) {
    LambdaEnvironment environment = take();
    return environment == null ? null : invoke(environment, invocation, responded);
  }

  /**
   * Passes an event to the function as soon as no more than others are running as may.
   *
   * @throws EmulatorException if a new environment is needed and cannot be made
   */
  public InvocationResult invokeInTurn(InvocationRequest invocation) {
    LambdaEnvironment environment = take();
    while (environment == null) {
      synchronized (lock) {
        await(() -> closed || !free.isEmpty(), Deadline.NONE);
      }
      environment = take();
    }
    return invoke(environment, invocation, result -> {});
  }

  private InvocationResult invoke(
      LambdaEnvironment environment,
      InvocationRequest invocation,
      Consumer<InvocationResult> responded) {
    AtomicBoolean answered = new AtomicBoolean();
    try {
      return environment.invoke(
          invocation,
          result -> {
            synchronized (lock) {
              settling++;
            }
            answered.set(true);
            responded.accept(result);
          });
    } finally {
      putBack(environment, answered.get());
    }
  }

  private @Nullable LambdaEnvironment take() {
    synchronized (lock) {
      // who calls again at once shall find the environment that has just answered
      await(
          () -> closed || !free.isEmpty() || settling == 0,
          madeOrBeingMade == maxEnvironments ? MOMENT_AT_THE_LIMIT : MOMENT);
      if (closed) {
        throw shutDown();
      }
      LambdaEnvironment environment = free.poll();
      if (environment != null || madeOrBeingMade == maxEnvironments) {
        return environment;
      }
      madeOrBeingMade++;
    }
    return make();
  }

  private LambdaEnvironment make() {
    LambdaEnvironment environment;
    try {
      environment = configuration.build();
    } catch (RuntimeException e) {
      synchronized (lock) {
        madeOrBeingMade--;
      }
      throw e;
    }
    if (!add(environment)) {
      environment.close();
      throw shutDown();
    }
    return environment;
  }

  private boolean add(LambdaEnvironment environment) {
    synchronized (lock) {
      if (closed) {
        return false;
      }
      all.add(environment);
      for (int i = 1; i < configuration.concurrency(); i++) {
        free.push(environment);
      }
      lock.notifyAll();
      return true;
    }
  }

  private void putBack(LambdaEnvironment environment, boolean answered) {
    synchronized (lock) {
      settling -= answered ? 1 : 0;
      // the last one first, so that few are kept busy
      free.push(environment);
      lock.notifyAll();
    }
  }

  private void await(BooleanSupplier condition, Duration bound) {
    Deadline deadline = Deadline.after(bound);
    try {
      while (!condition.getAsBoolean() && !deadline.remaining().isZero()) {
        lock.wait(1 + deadline.remaining().toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorException("interrupted");
    }
  }

  private static EmulatorException shutDown() {
    return new EmulatorException("the function has been shut down");
  }

  /** The memory of each of its environments, in MB. */
  public int memoryMb() {
    return configuration.memoryMb();
  }

  /** Reports on the function's environments. */
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
      lock.notifyAll();
    }
    environments.parallelStream().forEach(LambdaEnvironment::close);
  }
}
