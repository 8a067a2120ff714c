package io.opentelemetry.lambda.client.javahttpclient;

import io.opentelemetry.lambda.client.internal.Hooks;
import java.lang.reflect.InvocationTargetException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** The JDK's builder, of which the client is traced. */
final class JavaHttpClientBuilder implements HttpClient.Builder {

  private final HttpClient.Builder builder;

  JavaHttpClientBuilder(HttpClient.Builder builder) {
    this.builder = builder;
  }

  @Override
  public HttpClient.Builder cookieHandler(CookieHandler cookieHandler) {
    builder.cookieHandler(cookieHandler);
    return this;
  }

  @Override
  public HttpClient.Builder connectTimeout(Duration duration) {
    builder.connectTimeout(duration);
    return this;
  }

  @Override
  public HttpClient.Builder sslContext(SSLContext sslContext) {
    builder.sslContext(sslContext);
    return this;
  }

  @Override
  public HttpClient.Builder sslParameters(SSLParameters sslParameters) {
    builder.sslParameters(sslParameters);
    return this;
  }

  @Override
  public HttpClient.Builder executor(Executor executor) {
    builder.executor(executor);
    return this;
  }

  @Override
  public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
    builder.followRedirects(policy);
    return this;
  }

  @Override
  public HttpClient.Builder version(HttpClient.Version version) {
    builder.version(version);
    return this;
  }

  @Override
  public HttpClient.Builder priority(int priority) {
    builder.priority(priority);
    return this;
  }

  @Override
  public HttpClient.Builder proxy(ProxySelector proxySelector) {
    builder.proxy(proxySelector);
    return this;
  }

  @Override
  public HttpClient.Builder authenticator(Authenticator authenticator) {
    builder.authenticator(authenticator);
    return this;
  }

  /** The interface's from Java 19 on. */
  @SuppressWarnings({"MissingOverride", "unused"})
  public HttpClient.Builder localAddress(@Nullable InetAddress localAddress) {
    try {
      HttpClient.Builder.class
          .getMethod("localAddress", InetAddress.class)
          .invoke(builder, localAddress);
      return this;
    } catch (InvocationTargetException e) {
      throw Hooks.<RuntimeException>rethrow(e.getTargetException());
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException(e);
    }
  }

  @Override
  public HttpClient build() {
    return JavaHttpClient.trace(builder.build());
  }
}
