package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.FunctionError;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A time by which something must have happened. */
final class Deadline {

  /** Longer than anyone waits. */
  static final Duration NONE = Duration.ofDays(1);

  private final long nanoTime;

  static Deadline after(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The time that is left, not below zero. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  <T> T await(CompletableFuture<T> future) throws TimeoutException {
    try {
      return future.get(remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmulatorException("interrupted");
    } catch (ExecutionException e) {
      throw new EmulatorException("internal error: " + e.getCause(), e);
    }
  }

  /** Waits for one of two; returns null for the first, or the failure. */
  @Nullable FunctionError awaitEither(
      CompletableFuture<?> done, CompletableFuture<FunctionError> failed) throws TimeoutException {
    await(CompletableFuture.anyOf(done, failed));
    return done.isDone() ? null : failed.join();
  }

  /** Waits, and goes on without it at the deadline. */
  void awaitQuietly(CompletableFuture<?> future) {
    try {
      await(future);
    } catch (TimeoutException e) {
      // it had its time
    }
  }
}
