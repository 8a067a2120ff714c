package functions;

import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.parallel.ParallelFlowable;
import java.util.concurrent.TimeUnit;

/** Methods that are spans, and return what RxJava 3 goes on with. */
final class RxJava3SpanCalls implements Client {

  private final Client client = new JdkCalls();

  @Override
  public String call(String way, String url) {
    return switch (way) {
      case "single" -> single().blockingGet();
      case "single-error" -> failed().onErrorReturn(error -> "found " + error).blockingGet();
      case "single-call" -> calling(url).blockingGet();
      case "single-disposed" -> disposed();
      case "maybe" -> maybe().blockingGet();
      case "maybe-empty" -> "found " + nothing().blockingGet();
      case "completable" -> completed();
      case "observable" -> "found " + observable().toList().blockingGet();
      case "observable-cut" -> "found " + observable().take(2).toList().blockingGet();
      case "flowable" -> "found " + flowable().toList().blockingGet();
      case "flowable-error" -> "found " + flowableFailed().onErrorReturnItem(2).blockingLast();
      case "flowable-cut" -> "found " + flowable().take(2).toList().blockingGet();
      case "parallel" -> "found " + parallel().sequential().count().blockingGet();
      case "twice" -> twice(single());
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static String twice(Single<String> single) {
    return single.blockingGet() + single.blockingGet();
  }

  @WithSpan
  private Single<String> single() {
    return Single.timer(1, TimeUnit.MILLISECONDS).map(time -> "found");
  }

  @WithSpan
  private Single<String> failed() {
    return single()
        .map(
            text -> {
              throw new IllegalStateException("no");
            });
  }

  @WithSpan
  private Single<String> calling(String url) {
    return Single.fromCallable(() -> client.call("sync", url));
  }

  private String disposed() {
    never().subscribe().dispose();
    return "found";
  }

  @WithSpan
  private Single<String> never() {
    return Single.never();
  }

  @WithSpan
  private Maybe<String> maybe() {
    return Maybe.just("found");
  }

  @WithSpan
  private Maybe<String> nothing() {
    return Maybe.empty();
  }

  private String completed() {
    completable().blockingAwait();
    return "found";
  }

  @WithSpan
  private Completable completable() {
    return Completable.timer(1, TimeUnit.MILLISECONDS);
  }

  @WithSpan
  private Observable<Long> observable() {
    return Observable.interval(1, TimeUnit.MILLISECONDS).take(3);
  }

  @WithSpan
  private Flowable<Long> flowable() {
    return Flowable.interval(1, TimeUnit.MILLISECONDS).take(3);
  }

  @WithSpan
  private Flowable<Integer> flowableFailed() {
    return Flowable.just(1).concatWith(Flowable.error(new IllegalStateException("no")));
  }

  @WithSpan
  private ParallelFlowable<Integer> parallel() {
    return Flowable.range(1, 3).parallel(1);
  }
}
