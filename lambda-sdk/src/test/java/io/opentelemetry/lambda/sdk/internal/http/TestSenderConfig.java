package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

record TestSenderConfig(
    URI endpoint,
    Duration timeout,
    @Nullable SSLContext tls,
    @Nullable Compressor compressor,
    @Nullable RetryPolicy retryPolicy,
    @Nullable ProxyOptions proxyOptions,
    String contentType)
    implements HttpSenderConfig {

  static TestSenderConfig of(int port) {
    return new TestSenderConfig(
        URI.create("http://localhost:" + port + "/v1/traces?a=b"),
        Duration.ofSeconds(10),
        null,
        null,
        null,
        null,
        "text/plain");
  }

  TestSenderConfig withContentType(String contentType) {
    return new TestSenderConfig(
        endpoint, timeout, tls, compressor, retryPolicy, proxyOptions, contentType);
  }

  TestSenderConfig withEndpoint(URI endpoint) {
    return new TestSenderConfig(
        endpoint, timeout, tls, compressor, retryPolicy, proxyOptions, contentType);
  }

  TestSenderConfig withRetryPolicy(@Nullable RetryPolicy retryPolicy) {
    return new TestSenderConfig(
        endpoint, timeout, tls, compressor, retryPolicy, proxyOptions, contentType);
  }

  TestSenderConfig withProxy(ProxyOptions proxyOptions) {
    return new TestSenderConfig(
        endpoint, timeout, tls, compressor, retryPolicy, proxyOptions, contentType);
  }

  TestSenderConfig withTimeout(Duration timeout) {
    return new TestSenderConfig(
        endpoint, timeout, tls, compressor, retryPolicy, proxyOptions, contentType);
  }

  TestSenderConfig withTls(SSLContext tls, String host) {
    URI secure = URI.create("https://" + host + ":" + endpoint.getPort() + "/");
    return new TestSenderConfig(
        secure, timeout, tls, compressor, retryPolicy, proxyOptions, contentType);
  }

  TestSenderConfig withCompressor(Compressor compressor) {
    return new TestSenderConfig(
        endpoint, timeout, tls, compressor, retryPolicy, proxyOptions, contentType);
  }

  @Override
  public URI getEndpoint() {
    return endpoint;
  }

  @Override
  public String getContentType() {
    return contentType;
  }

  @Override
  public @Nullable Compressor getCompressor() {
    return compressor;
  }

  @Override
  public Duration getTimeout() {
    return timeout;
  }

  @Override
  public Duration getConnectTimeout() {
    return timeout;
  }

  @Override
  public Supplier<Map<String, List<String>>> getHeadersSupplier() {
    return () -> Map.of("X-Key", List.of("secret"));
  }

  @Override
  public @Nullable ProxyOptions getProxyOptions() {
    return proxyOptions;
  }

  @Override
  public @Nullable RetryPolicy getRetryPolicy() {
    return retryPolicy;
  }

  @Override
  public @Nullable SSLContext getSslContext() {
    return tls;
  }

  @Override
  public @Nullable X509TrustManager getTrustManager() {
    return null;
  }

  @Override
  public @Nullable ExecutorService getExecutorService() {
    return null;
  }
}
