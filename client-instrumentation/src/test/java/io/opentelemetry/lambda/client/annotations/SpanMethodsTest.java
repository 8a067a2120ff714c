package io.opentelemetry.lambda.client.annotations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The futures of methods that are spans are for their callers what they would be without. */
class SpanMethodsTest {

  private static Object start() {
    return SpanMethods.start(SpanMethodsTest.class, "m", "", "INTERNAL", true, new Object[0]);
  }

  @Test
  void futureThatIsDone_isTheVeryOne() {
    CompletableFuture<String> done = CompletableFuture.completedFuture("done");
    assertThat(SpanMethods.endOfFuture(done, start())).isSameAs(done);
  }

  @Test
  void error_isTheFuturesOwn() {
    CompletableFuture<String> future = new CompletableFuture<>();
    CompletableFuture<String> ended = SpanMethods.endOfFuture(future, start());
    IllegalStateException error = new IllegalStateException("no");
    future.completeExceptionally(error);
    assertThat(ended.handle((result, thrown) -> thrown).join()).isSameAs(error);
  }

  @Test
  void cancellation_isTheFutures() {
    CompletableFuture<String> future = new CompletableFuture<>();
    SpanMethods.endOfFuture(future, start()).cancel(true);
    assertThat(future).isCancelled();
  }

  @Test
  void stageOfFewMethods_works() {
    CompletionStage<String> stage = CompletableFuture.completedStage("staged");
    CompletionStage<String> ended = SpanMethods.endOfStage(stage, start());
    assertThat(ended.toCompletableFuture().join()).isEqualTo("staged");
    assertThatThrownBy(() -> ((CompletableFuture<String>) ended).isDone())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void nothingStarted_leavesTheResult() {
    CompletableFuture<String> future = new CompletableFuture<>();
    assertThat(SpanMethods.endOfFuture(future, null)).isSameAs(future);
    assertThat(SpanMethods.endOfStage(future, null)).isSameAs(future);
    assertThat(SpanMethods.endOfFuture(null, start())).isNull();
  }
}
