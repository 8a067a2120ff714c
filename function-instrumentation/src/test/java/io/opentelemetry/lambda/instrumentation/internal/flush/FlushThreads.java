package io.opentelemetry.lambda.instrumentation.internal.flush;

import java.util.Comparator;

/** The policies' threads, as a function can find and interrupt them. */
final class FlushThreads {

  /** Interrupts the thread of that name that was started last, and waits until it is parked. */
  static void interruptAndAwaitParked(String name) {
    Thread thread =
        Thread.getAllStackTraces().keySet().stream()
            .filter(candidate -> candidate.getName().equals(name))
            .max(Comparator.comparing(Thread::getId))
            .orElseThrow();
    Await.until(() -> isParked(thread));
    thread.interrupt();
    // one whose flag stays does not park again
    Await.until(() -> isParked(thread) && !thread.isInterrupted());
  }

  private static boolean isParked(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  private FlushThreads() {}
}
