package functions;

import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Methods that are spans, and return what Reactor goes on with. */
final class SpanPublisherCalls implements Client {

  private static final Duration SOON = Duration.ofMillis(1);

  private final Client client = new JdkCalls();

  @Override
  public String call(String way, String url) {
    return switch (way) {
      case "mono" -> later("found").block();
      case "just" -> just().block();
      case "empty" -> "found " + empty().block();
      case "error" -> failed().onErrorResume(error -> Mono.just("found " + error)).block();
      case "thrown" -> thrown();
      case "cancelled" -> cancelled();
      case "flux" -> "found " + several().collectList().block();
      case "flux-error" -> "found " + severalFailed().onErrorReturn(2).collectList().block();
      case "flux-cut" -> "found " + several().take(2).collectList().block();
      case "publisher" -> "found " + Flux.from(publisher()).collectList().block();
      case "publisher-mono" -> Mono.from(monoPublisher()).block();
      case "twice" -> twice(later("found"));
      case "call" -> calling(url).block();
      case "call-later" -> callingLater(url).block();
      case "call-after" -> later("found").map(text -> TaskCalls.text(task(url))).block();
      case "call-of-flux" -> "found " + callingTwice(url).collectList().block();
      default -> throw new IllegalArgumentException(way);
    };
  }

  private Callable<String> task(String url) {
    return () -> client.call("sync", url);
  }

  private static String twice(Mono<String> mono) {
    return mono.block() + mono.block();
  }

  @WithSpan
  private Mono<String> later(@SpanAttribute("text") String text) {
    return Mono.delay(SOON).thenReturn(text);
  }

  @WithSpan("now")
  private Mono<String> just() {
    return Mono.just("found");
  }

  @WithSpan
  private Mono<String> empty() {
    return Mono.delay(SOON).then(Mono.empty());
  }

  @WithSpan
  private Mono<String> failed() {
    return Mono.delay(SOON).then(Mono.error(new IllegalStateException("no")));
  }

  private String thrown() {
    try {
      return throwing().block();
    } catch (IllegalStateException e) {
      return "found " + e.getMessage();
    }
  }

  @WithSpan
  private Mono<String> throwing() {
    throw new IllegalStateException("at once");
  }

  private String cancelled() {
    never().subscribe().dispose();
    return "found";
  }

  @WithSpan
  private Mono<String> never() {
    return Mono.never();
  }

  @WithSpan
  private Flux<Integer> several() {
    return Flux.range(1, 3).delayElements(SOON);
  }

  @WithSpan
  private Flux<Integer> severalFailed() {
    return Flux.just(1).concatWith(Flux.error(new IllegalStateException("no")));
  }

  @WithSpan
  private Publisher<Integer> publisher() {
    return subscriber -> Flux.range(1, 2).delayElements(SOON).subscribe(subscriber);
  }

  @WithSpan
  private Publisher<String> monoPublisher() {
    return Mono.delay(SOON).thenReturn("found");
  }

  @WithSpan
  private Mono<String> calling(String url) {
    return Mono.fromCallable(task(url));
  }

  @WithSpan
  private Mono<String> callingLater(String url) {
    return Mono.delay(SOON).map(one -> TaskCalls.text(task(url)));
  }

  @WithSpan
  private Flux<String> callingTwice(String url) {
    return Flux.range(1, 2).delayElements(SOON).map(one -> TaskCalls.text(task(url)));
  }
}
