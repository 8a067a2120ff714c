package io.opentelemetry.lambda.client.reactornetty;

import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.internal.InstrumenterUtil;
import io.opentelemetry.instrumentation.api.internal.Timer;
import io.opentelemetry.instrumentation.api.semconv.http.HttpClientRequestResendCount;
import io.opentelemetry.lambda.guard.Guarded;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** A call's requests: more than one where it is redirected or made again. */
final class NettyExchange {

  private final Instrumenter<NettyRequest, HttpClientResponse> instrumenter;
  private final Context caller;
  private final Context parent;
  private final Timer timer = Timer.start();

  /** Several, as the next one may begin before the one before it ends. */
  private final Queue<Started> started = new ArrayDeque<>();

  NettyExchange(Instrumenter<NettyRequest, HttpClientResponse> instrumenter, Context caller) {
    this(instrumenter, caller, HttpClientRequestResendCount.initialize(caller));
  }

  private NettyExchange(
      Instrumenter<NettyRequest, HttpClientResponse> instrumenter, Context caller, Context parent) {
    this.instrumenter = instrumenter;
    this.caller = caller;
    this.parent = parent;
  }

  /** Makes one whose requests count as resends of this one's; either may end first. */
  NettyExchange again() {
    return new NettyExchange(instrumenter, caller, parent);
  }

  Context caller() {
    return caller;
  }

  /** The context of the request whose response is read; the caller's if there is none. */
  synchronized Context current() {
    Started first = started.peek();
    return first == null ? caller : first.context;
  }

  synchronized void start(HttpClientRequest sent) {
    NettyRequest request = new NettyRequest(sent);
    if (instrumenter.shouldStart(parent, request)) {
      started.add(new Started(request, instrumenter.start(parent, request)));
    }
  }

  /**
   * Ends the span of a request.
   *
   * @param response null if there is none, as is the error if the call is cancelled
   */
  synchronized void end(@Nullable HttpClientResponse response, @Nullable Throwable error) {
    Started ended = remove(response);
    if (ended != null) {
      instrumenter.end(ended.context, ended.request, response, error);
    }
  }

  /** The one that the response belongs to, as far as it says so, or the first one. */
  private @Nullable Started remove(@Nullable HttpClientResponse response) {
    if (!(response instanceof HttpClientRequest)) {
      return started.poll();
    }
    for (Iterator<Started> each = started.iterator(); each.hasNext(); ) {
      Started one = each.next();
      if (one.request.request == response) {
        each.remove();
        return one;
      }
    }
    return null;
  }

  @Guarded("a call of " + ReactorNetty.LIBRARY)
  void cancel() {
    end(null, null);
  }

  /** Ends the request's span; if there is none, as it has no connection, makes one. */
  synchronized void fail(HttpClientRequest failed, HttpClientConfig client, Throwable error) {
    end(null, error);
    if (HttpClientRequestResendCount.get(parent) != 0) {
      return;
    }
    NettyRequest request = NettyRequest.unsent(failed, client);
    if (instrumenter.shouldStart(parent, request)) {
      InstrumenterUtil.startAndEnd(
          instrumenter, parent, request, null, error, timer.startTime(), timer.now());
    }
  }

  private static final class Started {

    private final NettyRequest request;
    private final Context context;

    private Started(NettyRequest request, Context context) {
      this.request = request;
      this.context = context;
    }
  }
}
