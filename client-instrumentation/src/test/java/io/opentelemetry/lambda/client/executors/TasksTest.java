package io.opentelemetry.lambda.client.executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TasksTest {

  private static final ContextKey<String> KEY = ContextKey.named("key");
  private static final String VALUE = "caller's";

  private ExecutorService executor;

  @BeforeEach
  void createExecutor() {
    executor = java.util.concurrent.Executors.newSingleThreadExecutor();
  }

  @AfterEach
  void close() {
    executor.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void task_runsInTheCallersContext(Way way) throws Exception {
    try (Scope scope = Context.root().with(KEY, VALUE).makeCurrent()) {
      assertThat(way.hand.apply(executor).get(10, TimeUnit.SECONDS)).isEqualTo(VALUE);
    }
    // and leaves nothing in the thread
    assertThat(executor.submit(TasksTest::current).get(10, TimeUnit.SECONDS)).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void withoutContext_taskRunsAsItIs(Way way) throws Exception {
    assertThat(way.hand.apply(executor).get(10, TimeUnit.SECONDS)).isNull();
  }

  private static String current() {
    return Context.current().get(KEY);
  }

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  enum Way {
    EXECUTE(
        executor -> {
          CompletableFuture<String> seen = new CompletableFuture<>();
          Executors.execute(executor, () -> seen.complete(current()));
          return seen;
        }),
    SUBMIT(executor -> Executors.submit(executor, TasksTest::current)),
    SUBMIT_OF_ANOTHER_TYPE(executor -> Executors.submit(executor, new Named())),
    INVOKE_ALL(executor -> call(() -> Executors.invokeAll(executor, tasks()).get(0))),
    INVOKE_ANY(
        executor ->
            call(() -> CompletableFuture.completedFuture(Executors.invokeAny(executor, tasks())))),
    COMPLETION(
        executor ->
            Executors.submitForCompletion(
                new ExecutorCompletionService<>(executor), TasksTest::current)),
    HAND_OVER(
        executor -> {
          CompletableFuture<String> seen = new CompletableFuture<>();
          Runnable task = () -> seen.complete(current());
          executor.execute(
              Objects.requireNonNull(HandOver.argument(task, HandOver.start(executor, task))));
          return seen;
        }),
    POOL(executor -> Executors.submitToPool(ForkJoinPool.commonPool(), TasksTest::current)),
    SCHEDULE(
        executor -> {
          ScheduledExecutorService scheduler =
              java.util.concurrent.Executors.newSingleThreadScheduledExecutor();
          Future<String> future =
              Executors.schedule(scheduler, TasksTest::current, 1, TimeUnit.MILLISECONDS);
          scheduler.shutdown();
          return future;
        }),
    SUPPLY(executor -> CompletableFutures.supplyAsync(TasksTest::current)),
    SUPPLY_BY_EXECUTOR(executor -> CompletableFutures.supplyAsync(TasksTest::current, executor)),
    SUPPLY_BY_COMMON_POOL(
        executor -> CompletableFutures.supplyAsync(TasksTest::current, ForkJoinPool.commonPool())),
    STAGE(
        executor ->
            CompletableFutures.thenApplyAsync(
                CompletableFuture.completedFuture(1), number -> current())),
    STAGE_BY_EXECUTOR(
        executor ->
            CompletableFutures.thenCombineAsync(
                CompletableFuture.completedFuture(1),
                CompletableFuture.completedFuture(2),
                (one, two) -> current(),
                executor));

    private final Function<ExecutorService, Future<String>> hand;

    Way(Function<ExecutorService, Future<String>> hand) {
      this.hand = hand;
    }

    private static List<Callable<String>> tasks() {
      return List.of(TasksTest::current);
    }

    private static Future<String> call(Callable<Future<String>> call) {
      try {
        return call.call();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private static class Named extends ArrayList<String> implements Callable<String> {

    private static final long serialVersionUID = 1;

    @Override
    public String call() {
      return current();
    }
  }

  @Test
  void stageAfterOneInAnotherThread_isInTheContext() {
    CompletableFuture<Void> started = new CompletableFuture<>();
    CompletableFuture<String> stage;
    try (Scope scope = Context.root().with(KEY, VALUE).makeCurrent()) {
      stage = CompletableFutures.supplyAsync(started::join).thenApply(none -> current());
    }
    started.complete(null);
    assertThat(stage.join()).isEqualTo(VALUE);
  }

  @Test
  void forkedTask_isToldAsItWasGiven() {
    Callable<String> task = TasksTest::current;
    try (Scope scope = Context.root().with(KEY, VALUE).makeCurrent()) {
      Callable<String> handedOver = Executors.task(task);
      assertThat(handedOver).isNotSameAs(task);
      assertThat(Executors.forked(handedOver)).isSameAs(task);
    }
    assertThat(Executors.forked(task)).isSameAs(task);
  }

  @Test
  void comparedTask_staysWhatItIs() {
    BlockingQueue<Runnable> queue = new PriorityBlockingQueue<>();
    ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue);
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (Scope scope = Context.root().with(KEY, VALUE).makeCurrent()) {
      pool.execute(gate::join);
      Ranked first = new Ranked(1);
      Ranked second = new Ranked(2);
      Executors.execute(pool, second);
      Executors.execute(pool, first);
      assertThat(queue).containsExactlyInAnyOrder(first, second);
    } finally {
      gate.complete(null);
      pool.shutdownNow();
    }
  }

  private record Ranked(int rank) implements Runnable, Comparable<Ranked> {

    @Override
    public void run() {}

    @Override
    public int compareTo(Ranked other) {
      return Integer.compare(rank, other.rank);
    }
  }

  @Test
  void executorOfTheUsers_isGivenTasksOfItsOwnTypeAsTheyAre() throws Exception {
    List<Object> given = new ArrayList<>();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
          @Override
          protected <T> java.util.concurrent.RunnableFuture<T> newTaskFor(Callable<T> callable) {
            given.add(callable);
            return super.newTaskFor(callable);
          }
        };
    Named task = new Named();
    try (Scope scope = Context.root().with(KEY, VALUE).makeCurrent()) {
      Executors.submit(pool, task).get(10, TimeUnit.SECONDS);
    } finally {
      pool.shutdownNow();
    }
    assertThat(given).hasSize(1).allMatch(callable -> callable == task);
  }

  @Test
  void futureWithMethodsOfItsOwn_isAskedItself() {
    CompletableFuture<Integer> own =
        new CompletableFuture<>() {
          @Override
          public <U> CompletableFuture<U> thenApplyAsync(Function<? super Integer, ? extends U> f) {
            return CompletableFuture.completedFuture(f.apply(42));
          }
        };
    try (Scope scope = Context.root().with(KEY, VALUE).makeCurrent()) {
      assertThat(CompletableFutures.thenApplyAsync(own, number -> number).join()).isEqualTo(42);
    }
  }

  @Test
  void error_isTheExecutorsOwn() {
    executor.shutdown();
    Callable<String> none = null;
    Executor noExecutor = null;
    try (Scope scope = Context.root().with(KEY, VALUE).makeCurrent()) {
      assertThatThrownBy(() -> Executors.submit(executor, TasksTest::current))
          .isInstanceOf(RejectedExecutionException.class);
      assertThatThrownBy(() -> Executors.submit(executor, none))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> Executors.submit(null, TasksTest::current))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> Executors.invokeAll(executor, null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(
              () -> Executors.invokeAll(executor, Arrays.asList((Callable<String>) null)))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> CompletableFutures.supplyAsync(TasksTest::current, noExecutor))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> CompletableFutures.supplyAsync(null))
          .isInstanceOf(NullPointerException.class);
    }
  }
}
