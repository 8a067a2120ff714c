package io.opentelemetry.lambda.client.apachehttpclient5;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.apachehttpclient.v5_2.ApacheHttpClientTelemetry;
import io.opentelemetry.instrumentation.api.util.VirtualField;
import io.opentelemetry.lambda.client.internal.GuardedStep;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * Traces the calls of Apache HttpClient 5, classic: each client gets the handler of {@code
 * opentelemetry-apache-httpclient-5.2} when it is built, in the place in its chain where the
 * library has it.
 */
public final class ApacheHttpClient5 {

  private static final String LIBRARY = "apache-httpclient";
  private static final String NAME = "opentelemetry";

  private static final @Nullable ApacheHttpClient5 INSTANCE = create();

  private final ExecChainHandler handler;
  private final VirtualField<HttpClientBuilder, Boolean> registered;

  private static @Nullable ApacheHttpClient5 create() {
    try {
      Hooks.leaveToUser(ApacheHttpClientTelemetry.class);
      return new ApacheHttpClient5(LibrarySettings.openTelemetry());
    } catch (Throwable e) {
      Hooks.leave(LIBRARY, e);
      return null;
    }
  }

  private ApacheHttpClient5(OpenTelemetry openTelemetry) throws ReflectiveOperationException {
    handler = new Handler(libraryHandler(openTelemetry));
    registered = VirtualField.find(HttpClientBuilder.class, Boolean.class);
  }

  /** The library hands it out in a builder of its own only. */
  private static ExecChainHandler libraryHandler(OpenTelemetry openTelemetry)
      throws ReflectiveOperationException {
    ApacheHttpClientTelemetry telemetry =
        LibrarySettings.configure(ApacheHttpClientTelemetry.builder(openTelemetry)).build();
    Field instrumenter = ApacheHttpClientTelemetry.class.getDeclaredField("instrumenter");
    instrumenter.setAccessible(true);
    String type = ApacheHttpClientTelemetry.class.getName();
    type = type.substring(0, type.lastIndexOf('.') + 1).concat("OtelExecChainHandler");
    Constructor<?> constructor =
        Class.forName(type, true, ApacheHttpClient5.class.getClassLoader()).getConstructors()[0];
    constructor.setAccessible(true);
    return (ExecChainHandler)
        constructor.newInstance(instrumenter.get(telemetry), openTelemetry.getPropagators());
  }

  /** On entry of {@code HttpClientBuilder.build}. */
  @Guarded(LIBRARY)
  public static void build(Object builder) {
    if (INSTANCE != null) {
      INSTANCE.register((HttpClientBuilder) builder);
    }
  }

  private void register(HttpClientBuilder builder) {
    if (registered.get(builder) == null) {
      registered.set(builder, true);
      builder.addExecInterceptorAfter(ChainElement.PROTOCOL.name(), NAME, handler);
    }
  }

  /** A handler that fails by itself leaves the call as it is, which is made exactly once. */
  private static final class Handler implements ExecChainHandler {

    private final ExecChainHandler delegate;

    private Handler(ExecChainHandler delegate) {
      this.delegate = delegate;
    }

    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
        throws IOException, HttpException {
      GuardedChain guarded = new GuardedChain(chain, request.getVersion());
      try {
        return delegate.execute(request, scope, guarded);
      } catch (Throwable e) {
        if (!guarded.step.isMissing(LIBRARY, e) && guarded.response != null) {
          return guarded.response;
        }
      } finally {
        request.setVersion(guarded.version);
      }
      return chain.proceed(request, scope);
    }
  }

  /** Keeps what came of the call, and the request's version, which the library sets. */
  private static final class GuardedChain implements ExecChain {

    private final ExecChain chain;
    private final @Nullable ProtocolVersion version;
    private final GuardedStep step = new GuardedStep();
    private @Nullable ClassicHttpResponse response;

    private GuardedChain(ExecChain chain, @Nullable ProtocolVersion version) {
      this.chain = chain;
      this.version = version;
    }

    @Override
    public ClassicHttpResponse proceed(ClassicHttpRequest request, Scope scope)
        throws IOException, HttpException {
      step.take();
      ProtocolVersion librarys = request.getVersion();
      request.setVersion(version);
      try {
        response = chain.proceed(request, scope);
        return response;
      } catch (Throwable e) {
        step.fail(e);
        throw e;
      } finally {
        // without a response, there is none that the span could tell
        request.setVersion(response == null ? version : librarys);
      }
    }
  }
}
