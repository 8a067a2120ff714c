package io.opentelemetry.lambda.sdk.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "http://host, host, 80, host, /",
    "https://host, host, 443, host, /",
    "HTTPS://host, host, 443, host, /",
    "http://host:4318/v1/traces?a=b, host, 4318, host:4318, /v1/traces?a=b",
    "http://me:secret@host:4318/, host, 4318, host:4318, /",
    "https://me:secret@host/x, host, 443, host, /x",
    "http://[::1], [::1], 80, [::1], /",
    "http://me:secret@[2001:db8::1]:4318/, [2001:db8::1], 4318, [2001:db8::1]:4318, /",
    "http://my_collector:4318/, my_collector, 4318, my_collector:4318, /",
    "http://me:secret@my_collector/, my_collector, 80, my_collector, /",
    "http://host:/, host, 80, host:, /",
  })
  void of_namesTheHostAlone(String uri, String host, int port, String authority, String path) {
    Endpoint endpoint = Endpoint.of(URI.create(uri));
    assertThat(endpoint.host()).isEqualTo(host);
    assertThat(endpoint.port()).isEqualTo(port);
    assertThat(endpoint.authority()).isEqualTo(authority);
    assertThat(endpoint.path()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "http://me:secret@host, Basic bWU6c2VjcmV0",
    "http://me:a%20b@host, Basic bWU6YSBi",
    "http://me:a%40b%3A@host, Basic bWU6YUBiOg==",
    "http://token@host, Basic dG9rZW46",
    "http://me:secret@my_collector, Basic bWU6c2VjcmV0",
    "http://host,",
    "http://@host,",
  })
  void basicAuthorization_isDecoded(String uri, String authorization) {
    assertThat(Endpoint.of(URI.create(uri)).basicAuthorization()).isEqualTo(authorization);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http:/path", "http://me:secret@:4318", "http://a_b:port"})
  void of_noAddress_isRefused_withoutThePassword(String uri) {
    assertThatThrownBy(() -> Endpoint.of(URI.create(uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void resolve_takesAnAddressInBrackets() {
    assertThat(Endpoint.of(URI.create("http://[::1]:4318")).resolve().isUnresolved()).isFalse();
  }
}
