package io.opentelemetry.lambda.client.micronaut;

import io.micronaut.core.execution.DelayedExecutionFlow;
import io.micronaut.core.execution.ExecutionFlow;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpResponseProvider;
import io.micronaut.http.MutableHttpRequest;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.lambda.guard.Guarded;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One request on its way. Its span ends when the response has been read, or with an error. */
final class MicronautCall {

  /** The request's attribute, by which its connection is told. */
  private static final String ATTRIBUTE = "opentelemetry.call";

  final MutableHttpRequest<?> request;
  private final Instrumenter<MicronautCall, HttpResponse<?>> instrumenter;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Context caller;
  private Context context = Context.root();
  private volatile @Nullable InetSocketAddress peer;

  /** Starts a span; null if there is to be none. */
  static @Nullable MicronautCall start(
      Instrumenter<MicronautCall, HttpResponse<?>> instrumenter,
      Context parent,
      MutableHttpRequest<?> request) {
    MicronautCall call = new MicronautCall(instrumenter, parent, request);
    if (!instrumenter.shouldStart(parent, call)) {
      return null;
    }
    call.context = instrumenter.start(parent, call);
    request.setAttribute(ATTRIBUTE, call);
    return call;
  }

  /** Tells the call of a request, if it has one, of its connection. */
  static @Nullable MicronautCall connected(
      HttpRequest<?> request, @Nullable SocketAddress address) {
    Object found = request.getAttribute(ATTRIBUTE).orElse(null);
    if (!(found instanceof MicronautCall)) {
      return null;
    }
    MicronautCall call = (MicronautCall) found;
    if (address instanceof InetSocketAddress) {
      call.peer = (InetSocketAddress) address;
    }
    return call;
  }

  private MicronautCall(
      Instrumenter<MicronautCall, HttpResponse<?>> instrumenter,
      Context caller,
      MutableHttpRequest<?> request) {
    this.instrumenter = instrumenter;
    this.caller = caller;
    this.request = request;
  }

  static void setHeader(@Nullable MicronautCall call, String name, String value) {
    if (call != null) {
      // in the place of that which a redirected request has got
      call.request.getHeaders().set(name, value);
    }
  }

  @Nullable InetSocketAddress peer() {
    return peer;
  }

  ExecutionFlow<HttpResponse<?>> endWith(ExecutionFlow<HttpResponse<?>> flow) {
    return flow.<HttpResponse<?>>map(this::answered).onErrorResume(this::failed);
  }

  /** Makes a flow that ends the span with a redirect, and completes in the caller's context. */
  ExecutionFlow<HttpResponse<?>> goOnWith(ExecutionFlow<HttpResponse<?>> flow) {
    DelayedExecutionFlow<HttpResponse<?>> next = DelayedExecutionFlow.create();
    next.onCancel(flow::cancel);
    flow.onComplete(
        (response, error) -> {
          if (response != null && response.code() / 100 == 3) {
            end(response, null);
          }
          try (Scope scope = caller.makeCurrent()) {
            next.complete(response, error);
          }
        });
    return next;
  }

  private HttpResponse<?> answered(HttpResponse<?> response) {
    end(response, null);
    return response;
  }

  private ExecutionFlow<HttpResponse<?>> failed(Throwable error) {
    // a status such as 404 is an error for the caller alone
    if (error instanceof HttpResponseProvider) {
      end(((HttpResponseProvider) error).getResponse(), null);
    } else {
      end(null, error);
    }
    return ExecutionFlow.error(error);
  }

  @Guarded("a call of " + MicronautClient.LIBRARY)
  void end(@Nullable HttpResponse<?> response, @Nullable Throwable error) {
    if (ended.compareAndSet(false, true)) {
      instrumenter.end(context, this, response, error);
    }
  }
}
