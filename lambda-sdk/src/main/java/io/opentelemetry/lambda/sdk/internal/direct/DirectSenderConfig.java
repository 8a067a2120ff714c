package io.opentelemetry.lambda.sdk.internal.direct;

import io.opentelemetry.exporter.otlp.internal.GzipCompressor;
import io.opentelemetry.exporter.otlp.internal.OtlpUserAgent;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Where and how spans are sent to. */
final class DirectSenderConfig implements HttpSenderConfig, Supplier<Map<String, List<String>>> {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final URI endpoint;
  private final Duration timeout;
  private final boolean gzip;
  private final Map<String, List<String>> headers = new HashMap<>();

  DirectSenderConfig(DirectSettings settings) {
    this.endpoint = settings.endpoint();
    this.timeout = Duration.ofMillis(settings.timeoutMillis());
    this.gzip = "gzip".equals(settings.get("EXPORTER_OTLP_COMPRESSION"));
    addHeader("User-Agent", OtlpUserAgent.getUserAgent());
    for (Map.Entry<String, String> header : settings.headers().entrySet()) {
      addHeader(header.getKey(), header.getValue());
    }
  }

  private void addHeader(String name, String value) {
    headers.put(name, Collections.singletonList(value));
  }

  @Override
  public URI getEndpoint() {
    return endpoint;
  }

  @Override
  public String getContentType() {
    return "application/x-protobuf";
  }

  @Override
  public @Nullable Compressor getCompressor() {
    return gzip ? new GzipCompressor() : null;
  }

  @Override
  public Duration getTimeout() {
    return timeout;
  }

  @Override
  public Duration getConnectTimeout() {
    return CONNECT_TIMEOUT;
  }

  @Override
  public Supplier<Map<String, List<String>>> getHeadersSupplier() {
    return this;
  }

  @Override
  public Map<String, List<String>> get() {
    return headers;
  }

  @Override
  public @Nullable ProxyOptions getProxyOptions() {
    return null;
  }

  @Override
  public RetryPolicy getRetryPolicy() {
    return RetryPolicy.getDefault();
  }

  @Override
  public @Nullable SSLContext getSslContext() {
    return null;
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
