package io.opentelemetry.lambda.sdk.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeferredTlsTest {

  private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
  private static final String OF_TRACES = "otel.exporter.otlp.traces.endpoint";

  @AfterEach
  void forget() {
    Endpoint.deferTls(Collections.emptySet());
  }

  @ParameterizedTest
  @CsvSource({
    "https://backend, http://backend, 443",
    "HTTPS://backend/base, http://backend/base, 443",
    "https://backend:4318, http://backend:4318, 4318",
    "https://user:secret@backend:4318/, http://user:secret@backend:4318/, 4318",
    "https://[::1]:4318, http://[::1]:4318, 4318"
  })
  void https_isToldTheSdkAsHttp_andConnectedToByTls(String endpoint, String told, int port) {
    assertThat(defer(Map.of(ENDPOINT, endpoint))).containsExactly(Map.entry(ENDPOINT, told));
    Endpoint connected = Endpoint.of(URI.create(told + "/v1/traces"));
    assertThat(connected.isTls()).isTrue();
    assertThat(connected.port()).isEqualTo(port);
  }

  @Test
  void eachSignalsEndpoint_isItsOwn() {
    assertThat(defer(Map.of(ENDPOINT, "http://plain:4318", OF_TRACES, "https://secure:4318")))
        .containsExactly(Map.entry(OF_TRACES, "http://secure:4318"));
    assertThat(Endpoint.of(URI.create("http://secure:4318/v1/traces")).isTls()).isTrue();
    assertThat(Endpoint.of(URI.create("http://plain:4318/v1/metrics")).isTls()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "otel.exporter.otlp.certificate, ca.pem",
    "otel.exporter.otlp.traces.client.certificate, client.pem",
    "otel.exporter.otlp.protocol, grpc",
    "otel.exporter.otlp.metrics.protocol, grpc"
  })
  void whatOnlyTheSdkCanDo_isLeftToIt(String property, String value) {
    assertThat(defer(Map.of(ENDPOINT, "https://backend", property, value))).isEmpty();
    assertThat(Endpoint.of(URI.create("http://backend")).isTls()).isFalse();
  }

  private static Map<String, String> defer(Map<String, String> properties) {
    return DeferredTls.defer(DefaultConfigProperties.createFromMap(properties));
  }
}
