package io.opentelemetry.lambda.client.reactor;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.Probe;
import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

public final class ReactorProbe implements Probe {

  @Override
  @SuppressWarnings("unchecked") // a hook's result has the type of what it is given
  public String call(boolean hooked, String url) throws Exception {
    Mono<String> source = Mono.fromCallable(() -> "found");
    CompletableFuture<String> result = new CompletableFuture<>();
    Runnable task = () -> source.subscribe(result::complete);
    if (!hooked) {
      Schedulers.single().schedule(task);
      return result.get();
    }
    try (Scope scope = Context.root().with(ContextKey.named("key"), "value").makeCurrent()) {
      Mono<String> lifted = (Mono<String>) Reactor.onAssembly(source);
      Schedulers.single()
          .schedule(Reactor.onSchedule(task, () -> lifted.subscribe(result::complete)));
      return result.get();
    }
  }
}
