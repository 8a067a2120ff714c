package io.opentelemetry.lambda.client.executors;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes functions that run in the context of who has given them to a future or a stream. */
final class ContextStage {

  private static final String LIBRARY = "executors";

  /**
   * @param awaited the future for whose end it may be done; null if there is another one, too
   */
  @Guarded(LIBRARY)
  static <T, U> Function<T, U> applied(
      @Nullable Object awaited, @Otherwise Function<T, U> function) {
    return isAtOnce(awaited, function)
        ? function
        : new Applied<>(function, Context.current(), null);
  }

  @Guarded(LIBRARY)
  static <T, U, V> BiFunction<T, U, V> bothApplied(
      @Nullable Object awaited, @Otherwise BiFunction<T, U, V> function) {
    return isAtOnce(awaited, function) ? function : new BothApplied<>(function, Context.current());
  }

  @Guarded(LIBRARY)
  static <T> Consumer<T> accepted(@Nullable Object awaited, @Otherwise Consumer<T> action) {
    return isAtOnce(awaited, action) ? action : new Accepted<>(action, Context.current(), null);
  }

  @Guarded(LIBRARY)
  static <T, U> BiConsumer<T, U> bothAccepted(
      @Nullable Object awaited, @Otherwise BiConsumer<T, U> action) {
    return isAtOnce(awaited, action) ? action : new BothAccepted<>(action, Context.current());
  }

  @Guarded(LIBRARY)
  static Runnable run(@Nullable Object awaited, @Otherwise Runnable action) {
    return isAtOnce(awaited, action) ? action : new Run(action, Context.current());
  }

  /** For an operation of a stream, as those below. */
  @Guarded(LIBRARY)
  static <T, U> Function<T, U> elementApplied(@Otherwise Function<T, U> function) {
    return isAtOnce(null, function)
        ? function
        : new Applied<>(function, Context.current(), Thread.currentThread());
  }

  @Guarded(LIBRARY)
  static <T> Consumer<T> elementAccepted(@Otherwise Consumer<T> action) {
    return isAtOnce(null, action)
        ? action
        : new Accepted<>(action, Context.current(), Thread.currentThread());
  }

  @Guarded(LIBRARY)
  static <T> Predicate<T> tested(@Otherwise Predicate<T> predicate) {
    return isAtOnce(null, predicate) ? predicate : new Tested<>(predicate, Context.current());
  }

  @Guarded(LIBRARY)
  static <R> IntFunction<R> appliedToInt(@Otherwise IntFunction<R> function) {
    return isAtOnce(null, function) ? function : new AppliedToInt<>(function, Context.current());
  }

  @Guarded(LIBRARY)
  static <R> LongFunction<R> appliedToLong(@Otherwise LongFunction<R> function) {
    return isAtOnce(null, function) ? function : new AppliedToLong<>(function, Context.current());
  }

  @Guarded(LIBRARY)
  static IntConsumer intAccepted(@Otherwise IntConsumer action) {
    return isAtOnce(null, action) ? action : new IntAccepted(action, Context.current());
  }

  @Guarded(LIBRARY)
  static LongConsumer longAccepted(@Otherwise LongConsumer action) {
    return isAtOnce(null, action) ? action : new LongAccepted(action, Context.current());
  }

  /** Tells whether there is nothing to pass on: the caller's own thread will do it, or nobody. */
  private static boolean isAtOnce(@Nullable Object awaited, @Nullable Object action) {
    return action == null
        || Context.current() == Context.root()
        || (awaited instanceof CompletableFuture && ((CompletableFuture<?>) awaited).isDone());
  }

  /** The caller's context, unless the thread has one. */
  private static Scope enter(Context callers) {
    return enter(callers, null);
  }

  /**
   * The same.
   *
   * @param caller the thread that does it as without; null if there is none
   */
  @SuppressWarnings("MustBeClosedChecker") // who asks closes it
  private static Scope enter(Context callers, @Nullable Thread caller) {
    return Thread.currentThread() == caller || Context.current() != Context.root()
        ? Scope.noop()
        : callers.makeCurrent();
  }

  private static final class Applied<T, U> implements Function<T, U> {

    private final Function<T, U> function;
    private final Context context;
    private final @Nullable Thread caller;

    private Applied(Function<T, U> function, Context context, @Nullable Thread caller) {
      this.function = function;
      this.context = context;
      this.caller = caller;
    }

    @Override
    public U apply(T value) {
      try (Scope scope = enter(context, caller)) {
        return function.apply(value);
      }
    }
  }

  private static final class BothApplied<T, U, V> implements BiFunction<T, U, V> {

    private final BiFunction<T, U, V> function;
    private final Context context;

    private BothApplied(BiFunction<T, U, V> function, Context context) {
      this.function = function;
      this.context = context;
    }

    @Override
    public V apply(T value, U other) {
      try (Scope scope = enter(context)) {
        return function.apply(value, other);
      }
    }
  }

  private static final class Accepted<T> implements Consumer<T> {

    private final Consumer<T> action;
    private final Context context;
    private final @Nullable Thread caller;

    private Accepted(Consumer<T> action, Context context, @Nullable Thread caller) {
      this.action = action;
      this.context = context;
      this.caller = caller;
    }

    @Override
    public void accept(T value) {
      try (Scope scope = enter(context, caller)) {
        action.accept(value);
      }
    }
  }

  private static final class BothAccepted<T, U> implements BiConsumer<T, U> {

    private final BiConsumer<T, U> action;
    private final Context context;

    private BothAccepted(BiConsumer<T, U> action, Context context) {
      this.action = action;
      this.context = context;
    }

    @Override
    public void accept(T value, U other) {
      try (Scope scope = enter(context)) {
        action.accept(value, other);
      }
    }
  }

  private static final class Run implements Runnable {

    private final Runnable action;
    private final Context context;

    private Run(Runnable action, Context context) {
      this.action = action;
      this.context = context;
    }

    @Override
    public void run() {
      try (Scope scope = enter(context)) {
        action.run();
      }
    }
  }

  private static final class Tested<T> implements Predicate<T> {

    private final Predicate<T> function;
    private final Context context;
    private final Thread caller = Thread.currentThread();

    private Tested(Predicate<T> function, Context context) {
      this.function = function;
      this.context = context;
    }

    @Override
    public boolean test(T value) {
      try (Scope scope = enter(context, caller)) {
        return function.test(value);
      }
    }
  }

  private static final class AppliedToInt<R> implements IntFunction<R> {

    private final IntFunction<R> function;
    private final Context context;
    private final Thread caller = Thread.currentThread();

    private AppliedToInt(IntFunction<R> function, Context context) {
      this.function = function;
      this.context = context;
    }

    @Override
    public R apply(int value) {
      try (Scope scope = enter(context, caller)) {
        return function.apply(value);
      }
    }
  }

  private static final class AppliedToLong<R> implements LongFunction<R> {

    private final LongFunction<R> function;
    private final Context context;
    private final Thread caller = Thread.currentThread();

    private AppliedToLong(LongFunction<R> function, Context context) {
      this.function = function;
      this.context = context;
    }

    @Override
    public R apply(long value) {
      try (Scope scope = enter(context, caller)) {
        return function.apply(value);
      }
    }
  }

  private static final class IntAccepted implements IntConsumer {

    private final IntConsumer action;
    private final Context context;
    private final Thread caller = Thread.currentThread();

    private IntAccepted(IntConsumer action, Context context) {
      this.action = action;
      this.context = context;
    }

    @Override
    public void accept(int value) {
      try (Scope scope = enter(context, caller)) {
        action.accept(value);
      }
    }
  }

  private static final class LongAccepted implements LongConsumer {

    private final LongConsumer action;
    private final Context context;
    private final Thread caller = Thread.currentThread();

    private LongAccepted(LongConsumer action, Context context) {
      this.action = action;
      this.context = context;
    }

    @Override
    public void accept(long value) {
      try (Scope scope = enter(context, caller)) {
        action.accept(value);
      }
    }
  }

  private ContextStage() {}
}
