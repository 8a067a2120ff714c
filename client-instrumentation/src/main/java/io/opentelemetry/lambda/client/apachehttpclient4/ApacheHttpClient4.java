package io.opentelemetry.lambda.client.apachehttpclient4;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.apachehttpclient.v4_3.ApacheHttpClientTelemetry;
import io.opentelemetry.lambda.client.internal.GuardedStep;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import java.io.IOException;
import java.lang.reflect.Method;
import org.apache.http.HttpException;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpExecutionAware;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.execchain.ClientExecChain;
import org.jspecify.annotations.Nullable;

/**
 * Traces the calls of Apache HttpClient from 4.3 on: when a client is built, its chain gets the
 * element of {@code opentelemetry-apache-httpclient-4.3} that the library's own builder puts there.
 */
public final class ApacheHttpClient4 {

  private static final String LIBRARY = "apache-httpclient";

  /** The header of requests of the AWS SDK 1.x, each of whose calls is a span of its own. */
  private static final String AWS_SDK = "amz-sdk-invocation-id";

  private static final @Nullable ApacheHttpClient4 INSTANCE = create();

  private final HttpClientBuilder builder;
  private final Method decorate;
  private final boolean tracesAwsSdk = Hooks.isEnabled("aws-sdk");

  private static @Nullable ApacheHttpClient4 create() {
    try {
      Hooks.leaveToUser(ApacheHttpClientTelemetry.class);
      return new ApacheHttpClient4(LibrarySettings.openTelemetry());
    } catch (Throwable e) {
      Hooks.leave(LIBRARY, e);
      return null;
    }
  }

  private ApacheHttpClient4(OpenTelemetry openTelemetry) throws ReflectiveOperationException {
    builder =
        LibrarySettings.configure(ApacheHttpClientTelemetry.builder(openTelemetry))
            .build()
            .createHttpClientBuilder();
    decorate = builder.getClass().getDeclaredMethod("decorateProtocolExec", ClientExecChain.class);
    decorate.setAccessible(true);
  }

  /** On exit of {@code HttpClientBuilder.decorateProtocolExec}. */
  @Guarded(LIBRARY)
  public static ClientExecChain decorateProtocolExec(
      Object builder, ClientExecChain chain, @Otherwise ClientExecChain result) {
    return INSTANCE == null ? result : new Element(INSTANCE, result);
  }

  private ClientExecChain trace(ClientExecChain chain) throws ReflectiveOperationException {
    return (ClientExecChain) decorate.invoke(builder, chain);
  }

  /** An element that fails by itself leaves the call as it is, which is made exactly once. */
  private static final class Element implements ClientExecChain {

    private final ApacheHttpClient4 library;
    private final ClientExecChain chain;

    private Element(ApacheHttpClient4 library, ClientExecChain chain) {
      this.library = library;
      this.chain = chain;
    }

    @Override
    public CloseableHttpResponse execute(
        HttpRoute route,
        HttpRequestWrapper request,
        HttpClientContext context,
        HttpExecutionAware execution)
        throws IOException, HttpException {
      if (library.tracesAwsSdk && request.containsHeader(AWS_SDK)) {
        return chain.execute(route, request, context, execution);
      }
      GuardedChain guarded = new GuardedChain(chain);
      try {
        return library.trace(guarded).execute(route, request, context, execution);
      } catch (Throwable e) {
        return guarded.step.isMissing(LIBRARY, e) || guarded.response == null
            ? chain.execute(route, request, context, execution)
            : guarded.response;
      }
    }
  }

  /** Keeps what came of the call. */
  private static final class GuardedChain implements ClientExecChain {

    private final ClientExecChain chain;
    private final GuardedStep step = new GuardedStep();
    private @Nullable CloseableHttpResponse response;

    private GuardedChain(ClientExecChain chain) {
      this.chain = chain;
    }

    @Override
    public CloseableHttpResponse execute(
        HttpRoute route,
        HttpRequestWrapper request,
        HttpClientContext context,
        HttpExecutionAware execution)
        throws IOException, HttpException {
      step.take();
      try {
        response = chain.execute(route, request, context, execution);
        return response;
      } catch (Throwable e) {
        step.fail(e);
        throw e;
      }
    }
  }
}
