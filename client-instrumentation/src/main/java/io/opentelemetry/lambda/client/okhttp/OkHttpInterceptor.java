package io.opentelemetry.lambda.client.okhttp;

import io.opentelemetry.lambda.client.internal.GuardedStep;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** An interceptor that fails by itself leaves the call as it is, which is made exactly once. */
final class OkHttpInterceptor implements Interceptor {

  private final Interceptor delegate;

  OkHttpInterceptor(Interceptor delegate) {
    this.delegate = delegate;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    GuardedChain guarded = new GuardedChain(chain);
    try {
      return delegate.intercept(guarded);
    } catch (Throwable e) {
      return guarded.step.isMissing("okhttp", e) || guarded.response == null
          ? chain.proceed(chain.request())
          : guarded.response;
    }
  }

  /** Keeps what came of the call. */
  private static final class GuardedChain implements Chain {

    private final Chain chain;
    private final GuardedStep step = new GuardedStep();
    private @Nullable Response response;

    private GuardedChain(Chain chain) {
      this.chain = chain;
    }

    @Override
    public Response proceed(Request request) throws IOException {
      step.take();
      try {
        response = chain.proceed(request);
        return response;
      } catch (Throwable e) {
        step.fail(e);
        throw e;
      }
    }

    @Override
    public Request request() {
      return chain.request();
    }

    @Override
    public @Nullable Connection connection() {
      return chain.connection();
    }

    @Override
    public Call call() {
      return chain.call();
    }

    @Override
    public int connectTimeoutMillis() {
      return chain.connectTimeoutMillis();
    }

    @Override
    public Chain withConnectTimeout(int timeout, TimeUnit unit) {
      return chain.withConnectTimeout(timeout, unit);
    }

    @Override
    public int readTimeoutMillis() {
      return chain.readTimeoutMillis();
    }

    @Override
    public Chain withReadTimeout(int timeout, TimeUnit unit) {
      return chain.withReadTimeout(timeout, unit);
    }

    @Override
    public int writeTimeoutMillis() {
      return chain.writeTimeoutMillis();
    }

    @Override
    public Chain withWriteTimeout(int timeout, TimeUnit unit) {
      return chain.withWriteTimeout(timeout, unit);
    }
  }
}
