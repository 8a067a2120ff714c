package io.opentelemetry.lambda.client.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompletedFuturesTest {

  private static final ContextKey<String> KEY = ContextKey.named("key");

  private final CompletableFuture<String> awaited = new CompletableFuture<>();

  @ParameterizedTest
  @EnumSource
  void stage_isInTheCallersContext_onAThreadWithoutOne(Way way) {
    CompletableFuture<String> seen = ask(way);
    way.complete.accept(awaited);
    assertThat(seen.join()).isEqualTo("caller's");
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @ParameterizedTest
  @EnumSource
  void stage_isInTheContextOfAThreadThatHasOne(Way way) {
    CompletableFuture<String> seen = ask(way);
    try (Scope scope = Context.root().with(KEY, "thread's").makeCurrent()) {
      way.complete.accept(awaited);
    }
    assertThat(seen.join()).isEqualTo("thread's");
  }

  @ParameterizedTest
  @EnumSource
  void withoutContext_stageIsAsItIs(Way way) {
    CompletableFuture<String> seen = way.ask.apply(awaited);
    way.complete.accept(awaited);
    assertThat(seen.join()).isEqualTo("none");
  }

  @Test
  void error_isTheFuturesOwn() {
    Runnable none = null;
    try (Scope scope = Context.root().with(KEY, "caller's").makeCurrent()) {
      assertThatThrownBy(() -> CompletedFutures.thenRun(awaited, none))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> CompletedFutures.thenRun(null, () -> {}))
          .isInstanceOf(NullPointerException.class);
    }
  }

  private CompletableFuture<String> ask(Way way) {
    try (Scope scope = Context.root().with(KEY, "caller's").makeCurrent()) {
      return way.ask.apply(awaited);
    }
  }

  private static String current() {
    String value = Context.current().get(KEY);
    return value == null ? "none" : value;
  }

  private interface Completion {
    void accept(CompletableFuture<String> future);
  }

  @SuppressWarnings({"ImmutableEnumChecker", "FutureReturnValueIgnored"}) // no state; they are done
  enum Way {
    APPLY(future -> CompletedFutures.thenApply(future, value -> current())),
    COMPOSE(
        future ->
            CompletedFutures.thenCompose(
                future, value -> CompletableFuture.completedFuture(current()))),
    HANDLE(future -> CompletedFutures.handle(future, (value, error) -> current())),
    EXCEPTIONALLY(
        future -> CompletedFutures.exceptionally(future, error -> current()),
        future -> future.completeExceptionally(new IllegalStateException())),
    COMBINE(future -> CompletedFutures.thenCombine(future, done(), (value, other) -> current())),
    EITHER(
        future ->
            CompletedFutures.applyToEither(future, new CompletableFuture<>(), value -> current())),
    ACCEPT(
        future -> {
          CompletableFuture<String> seen = new CompletableFuture<>();
          CompletedFutures.thenAccept(future, value -> seen.complete(current()));
          return seen;
        }),
    ACCEPT_BOTH(
        future -> {
          CompletableFuture<String> seen = new CompletableFuture<>();
          CompletedFutures.thenAcceptBoth(
              future, done(), (value, other) -> seen.complete(current()));
          return seen;
        }),
    ACCEPT_EITHER(
        future -> {
          CompletableFuture<String> seen = new CompletableFuture<>();
          CompletedFutures.acceptEither(
              future, new CompletableFuture<>(), value -> seen.complete(current()));
          return seen;
        }),
    WHEN_COMPLETE(
        future -> {
          CompletableFuture<String> seen = new CompletableFuture<>();
          CompletedFutures.whenComplete(future, (value, error) -> seen.complete(current()));
          return seen;
        }),
    RUN(
        future -> {
          CompletableFuture<String> seen = new CompletableFuture<>();
          CompletedFutures.thenRun(future, () -> seen.complete(current()));
          return seen;
        }),
    RUN_AFTER_BOTH(
        future -> {
          CompletableFuture<String> seen = new CompletableFuture<>();
          CompletedFutures.runAfterBoth(future, done(), () -> seen.complete(current()));
          return seen;
        }),
    RUN_AFTER_EITHER(
        future -> {
          CompletableFuture<String> seen = new CompletableFuture<>();
          CompletedFutures.runAfterEither(
              future, new CompletableFuture<>(), () -> seen.complete(current()));
          return seen;
        });

    private final Function<CompletableFuture<String>, CompletableFuture<String>> ask;
    private final Completion complete;

    Way(Function<CompletableFuture<String>, CompletableFuture<String>> ask) {
      this(ask, future -> future.complete("value"));
    }

    Way(Function<CompletableFuture<String>, CompletableFuture<String>> ask, Completion complete) {
      this.ask = ask;
      this.complete = complete;
    }

    private static CompletableFuture<String> done() {
      return CompletableFuture.completedFuture("done");
    }
  }
}
