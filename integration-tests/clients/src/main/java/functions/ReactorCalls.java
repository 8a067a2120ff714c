package functions;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Calls by the JDK's client where Reactor's operators run, in threads of others. */
final class ReactorCalls implements Client {

  private static final Duration SOON = Duration.ofMillis(1);

  private final Client client = new JdkCalls();
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private FluxSink<Integer> sink;

  @Override
  public String call(String way, String url) {
    Callable<String> task = () -> client.call("sync", url);
    return switch (way) {
      case "flat-map" -> elsewhere().flatMap(one -> Mono.fromCallable(task)).block();
      case "map" -> elsewhere().map(one -> TaskCalls.text(task)).block();
      case "future" -> Mono.fromFuture(future()).map(one -> TaskCalls.text(task)).block();
      case "subscribe-on" ->
          Mono.fromCallable(task).subscribeOn(Schedulers.boundedElastic()).block();
      case "publish-on" ->
          Flux.just(1, 2)
              .publishOn(Schedulers.parallel())
              .filter(number -> number == 2)
              .map(number -> TaskCalls.text(task))
              .blockLast();
      case "delay" -> Mono.just(1).delayElement(SOON).map(one -> TaskCalls.text(task)).block();
      case "interval" -> Flux.interval(SOON).take(1).map(one -> TaskCalls.text(task)).blockLast();
      case "zip" ->
          Mono.zip(elsewhere(), Mono.delay(SOON), (one, two) -> TaskCalls.text(task)).block();
      case "merge" ->
          Flux.merge(elsewhere(), Mono.delay(SOON).then(elsewhere()))
              .last()
              .map(one -> TaskCalls.text(task))
              .block();
      case "parallel" ->
          Flux.just(1)
              .parallel()
              .runOn(Schedulers.parallel())
              .map(one -> TaskCalls.text(task))
              .sequential()
              .blockLast();
      case "connect" -> {
        ConnectableFlux<String> flux =
            elsewhere().flux().map(one -> TaskCalls.text(task)).publish();
        yield flux.autoConnect().blockLast();
      }
      case "group" ->
          elsewhere()
              .flux()
              .groupBy(one -> one)
              .flatMap(group -> group.map(one -> TaskCalls.text(task)))
              .blockLast();
      case "error" ->
          elsewhere()
              .flatMap(one -> Mono.<String>error(new IllegalStateException()))
              .onErrorResume(error -> Mono.fromCallable(task))
              .block();
      case "retry" -> {
        AtomicInteger attempts = new AtomicInteger();
        yield elsewhere()
            .map(one -> attempts.getAndIncrement() == 0 ? fail() : TaskCalls.text(task))
            .retry(1)
            .block();
      }
      case "timeout" ->
          Mono.<String>never().timeout(SOON).onErrorResume(e -> Mono.fromCallable(task)).block();
      case "finally" -> {
        CompletableFuture<String> result = new CompletableFuture<>();
        elsewhere().doFinally(signal -> result.complete(TaskCalls.text(task))).block();
        yield result.join();
      }
      case "cancel" -> {
        CompletableFuture<String> result = new CompletableFuture<>();
        Mono.never().doOnCancel(() -> result.complete(TaskCalls.text(task))).subscribe().dispose();
        yield result.join();
      }
      case "schedule" -> {
        CompletableFuture<String> result = new CompletableFuture<>();
        Schedulers.single().schedule(() -> result.complete(TaskCalls.text(task)));
        yield result.join();
      }
      case "hot-subscribe" -> {
        Flux.<Integer>create(created -> sink = created)
            .map(one -> TaskCalls.text(task))
            .subscribe(heard::add);
        yield "subscribed";
      }
      // after another invocation has subscribed
      case "hot-emit" -> {
        sink.next(1);
        yield heard.poll() + TaskCalls.text(task);
      }
      case "own-hook" -> withOwnHook(task, /* reset= */ false);
      case "reset-hook" -> withOwnHook(task, /* reset= */ true);
      default -> throw new IllegalArgumentException(way);
    };
  }

  /** Counts operators by a hook of the function's own, as often as without any other. */
  private static String withOwnHook(Callable<String> task, boolean reset) {
    AtomicInteger operators = new AtomicInteger();
    Hooks.onEachOperator(
        "functions",
        publisher -> {
          operators.incrementAndGet();
          return publisher;
        });
    try {
      if (reset) {
        Hooks.resetOnEachOperator();
      }
      return elsewhere().map(one -> TaskCalls.text(task)).block() + " " + operators;
    } finally {
      Hooks.resetOnEachOperator("functions");
    }
  }

  private static String fail() {
    throw new IllegalStateException();
  }

  /** One, from a thread that knows nothing of the caller. */
  private static Mono<Integer> elsewhere() {
    return Mono.create(sink -> new Thread(() -> sink.success(1)).start());
  }

  private static CompletableFuture<Integer> future() {
    CompletableFuture<Integer> future = new CompletableFuture<>();
    new Thread(() -> future.complete(1)).start();
    return future;
  }
}
