package io.opentelemetry.lambda.client.javahttpclient;

import io.opentelemetry.lambda.client.internal.Hooks;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Does what another client does, with what newer JDKs have added to it. */
class ForwardingHttpClient extends HttpClient {

  final HttpClient client;

  ForwardingHttpClient(HttpClient client) {
    this.client = client;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(request, handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    return client.sendAsync(request, handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushPromiseHandler) {
    return client.sendAsync(request, handler, pushPromiseHandler);
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  @Override
  public WebSocket.Builder newWebSocketBuilder() {
    return client.newWebSocketBuilder();
  }

  // from here on, methods that the JDK's class has from Java 21 on

  @SuppressWarnings({"MissingOverride", "unused"})
  public void shutdown() {
    forward("shutdown");
  }

  @SuppressWarnings({"MissingOverride", "unused"})
  public void shutdownNow() {
    forward("shutdownNow");
  }

  @SuppressWarnings({"MissingOverride", "unused"})
  public void close() {
    forward("close");
  }

  @SuppressWarnings({"MissingOverride", "unused"})
  public boolean isTerminated() {
    return (boolean) forward("isTerminated");
  }

  @SuppressWarnings({"MissingOverride", "unused"})
  public boolean awaitTermination(Duration duration) throws InterruptedException {
    try {
      return (boolean)
          HttpClient.class.getMethod("awaitTermination", Duration.class).invoke(client, duration);
    } catch (InvocationTargetException e) {
      throw Hooks.<RuntimeException>rethrow(e.getTargetException());
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException(e);
    }
  }

  private Object forward(String method) {
    try {
      return HttpClient.class.getMethod(method).invoke(client);
    } catch (InvocationTargetException e) {
      throw Hooks.<RuntimeException>rethrow(e.getTargetException());
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException(e);
    }
  }

  @Override
  public String toString() {
    return client.toString();
  }
}
