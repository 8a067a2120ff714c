package io.opentelemetry.lambda.client.micronaut;

import io.micronaut.core.execution.ExecutionFlow;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.body.CloseableByteBody;
import io.micronaut.http.client.netty.ConnectionManager;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import org.jspecify.annotations.Nullable;

/** Tells a request of its connection, and of the response before the client follows a redirect. */
public final class MicronautExchange {

  /** Before a request is written to a connection. */
  @Guarded(MicronautClient.LIBRARY)
  public static @Nullable Object sendRawRequest(
      Object client,
      ConnectionManager.PoolHandle connection,
      HttpRequest<?> request,
      CloseableByteBody body) {
    return MicronautCall.connected(request, connection.channel().remoteAddress());
  }

  /** After it: the client goes on in the caller's context. */
  @Guarded(MicronautClient.LIBRARY)
  @SuppressWarnings("unchecked") // whose results are responses
  public static @Nullable ExecutionFlow<?> result(
      @Otherwise @Nullable ExecutionFlow<?> flow, @Nullable Object call) {
    return flow == null || call == null
        ? flow
        : ((MicronautCall) call).goOnWith((ExecutionFlow<HttpResponse<?>>) flow);
  }

  /** After a call that throws, which ends the whole request. */
  public static void end(@Nullable Object call, @Nullable Throwable error) {}

  private MicronautExchange() {}
}
