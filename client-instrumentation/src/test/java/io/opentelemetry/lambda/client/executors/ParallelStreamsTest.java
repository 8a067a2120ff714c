package io.opentelemetry.lambda.client.executors;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelStreamsTest {

  private static final ContextKey<String> KEY = ContextKey.named("key");

  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @EnumSource
  void operation_isInTheCallersContext_onAThreadWithoutOne(Operation operation) throws Exception {
    Stream<?> stream = inContext(operation);
    onAnotherThread(() -> assertThat(stream.parallel().toList()).hasSize(2));
    assertThat(seen).containsExactly("caller's");
    assertThat(Context.current()).isSameAs(Context.root());
  }

  @ParameterizedTest
  @EnumSource
  void operation_isInTheContextOfAThreadThatHasOne(Operation operation) throws Exception {
    Stream<?> stream = inContext(operation);
    onAnotherThread(
        () -> {
          try (Scope scope = Context.root().with(KEY, "thread's").makeCurrent()) {
            assertThat(stream.toList()).hasSize(2);
          }
        });
    assertThat(seen).containsExactly("thread's");
  }

  @ParameterizedTest
  @EnumSource
  void operation_isAsItIs_onTheCallersThread(Operation operation) {
    assertThat(inContext(operation).toList()).hasSize(2);
    assertThat(seen).containsExactly("null");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void evaluatingOperation_seesEachElement(boolean parallel) {
    try (Scope scope = Context.root().with(KEY, "caller's").makeCurrent()) {
      Stream<Integer> numbers = Stream.of(1, 2);
      ParallelStreams.<Integer>forEach(
          parallel ? numbers.parallel() : numbers, (Integer number) -> see(number));
    }
    assertThat(seen).containsExactly("caller's");
  }

  private Stream<?> inContext(Operation operation) {
    try (Scope scope = Context.root().with(KEY, "caller's").makeCurrent()) {
      return operation.apply.apply(this);
    }
  }

  private static void onAnotherThread(Runnable task) throws Exception {
    FutureTask<?> future = new FutureTask<>(task, null);
    new Thread(future).start();
    future.get();
  }

  private <T> T see(T element) {
    seen.add(String.valueOf(Context.current().get(KEY)));
    return element;
  }

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  enum Operation {
    MAP(test -> ParallelStreams.<Integer, Integer>map(Stream.of(1, 2), test::see)),
    FLAT_MAP(
        test ->
            ParallelStreams.<Integer, Integer>flatMap(
                Stream.of(1, 2), i -> Stream.of(test.see(i)))),
    PEEK(test -> ParallelStreams.<Integer>peek(Stream.of(1, 2), test::see)),
    FILTER(test -> ParallelStreams.<Integer>filter(Stream.of(1, 2), i -> test.see(true))),
    INTS(test -> ParallelStreams.mapToObj(IntStream.of(1, 2), (int i) -> test.see(i))),
    LONGS(test -> ParallelStreams.mapToObj(LongStream.of(1, 2), (long i) -> test.see(i)));

    private final Function<ParallelStreamsTest, Stream<?>> apply;

    Operation(Function<ParallelStreamsTest, Stream<?>> apply) {
      this.apply = apply;
    }
  }
}
