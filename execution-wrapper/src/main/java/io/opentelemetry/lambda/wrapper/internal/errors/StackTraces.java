package io.opentelemetry.lambda.wrapper.internal.errors;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Takes this wrapper out of stack traces. The runtime cuts its own frames off and everything below
 * them; with the wrapper between the user and the runtime, the cut has to come at the wrapper for
 * the user's frames to be all that is reported.
 */
public final class StackTraces {

  /** With the dot behind it. */
  private static final String OWN_PACKAGE =
      StackTraces.class.getName().substring(0, StackTraces.class.getName().indexOf("internal."));

  private static final String CLASS_LOADER = "ClassLoader";

  /** Cuts the traces of a throwable, its causes and what they suppressed; returns the throwable. */
  public static <T extends Throwable> T cut(T thrown) {
    try {
      cutAll(thrown);
    } catch (Throwable e) {
      // an exception whose methods the user has overridden to fail is reported as it is
    }
    return thrown;
  }

  private static void cutAll(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> pending = new ArrayDeque<>();
    pending.add(thrown);
    while (!pending.isEmpty()) {
      Throwable next = pending.remove();
      if (!seen.add(next)) {
        continue;
      }
      cutOne(next);
      if (next.getCause() != null) {
        pending.add(next.getCause());
      }
      pending.addAll(Arrays.asList(next.getSuppressed()));
    }
  }

  private static void cutOne(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    for (int i = 0; i < trace.length; i++) {
      if (trace[i].getClassName().startsWith(OWN_PACKAGE)) {
        thrown.setStackTrace(withoutOwn(trace, i));
        return;
      }
    }
  }

  /** A class that cannot be loaded has the class loader among the user's frames. */
  private static StackTraceElement[] withoutOwn(StackTraceElement[] trace, int first) {
    StackTraceElement[] kept = Arrays.copyOf(trace, trace.length);
    int count = first;
    for (int i = first; i < trace.length; i++) {
      String name = trace[i].getClassName();
      if (!name.startsWith(OWN_PACKAGE)) {
        kept[count++] = trace[i];
      } else if (!name.endsWith(CLASS_LOADER)) {
        break;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private StackTraces() {}
}
