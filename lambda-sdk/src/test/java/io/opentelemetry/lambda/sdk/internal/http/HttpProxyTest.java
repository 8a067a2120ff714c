package io.opentelemetry.lambda.sdk.internal.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.sdk.internal.http.SocketHttpSenderTest.Result;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProxyTest {

  private static final URI ENDPOINT = URI.create("https://otlp.example.com/v1/traces");

  @Test
  void send_overHttp_namesTheBackendToTheProxy() throws Exception {
    try (TestBackend backend = TestBackend.start();
        TestProxy proxy = TestProxy.start(backend.port())) {
      Result result =
          SocketHttpSenderTest.send(
              SocketHttpSenderTest.sender(
                  TestSenderConfig.of(1)
                      .withEndpoint(URI.create("http://backend.invalid:4318/v1/traces?a=b"))
                      .withProxy(optionsFor(proxy))),
              "hello");
      assertThat(result.code()).isEqualTo(200);
      assertThat(backend.taken()).containsExactly("hello");
      assertThat(proxy.heads())
          .singleElement()
          .asString()
          .startsWith("POST http://backend.invalid:4318/v1/traces?a=b HTTP/1.1\r\n")
          .contains("\r\nHost: backend.invalid:4318\r\n");
    }
  }

  @Test
  void send_proxyThatRefusesATunnel_isAnError() throws Exception {
    try (TestBackend backend = TestBackend.start();
        TestProxy proxy = TestProxy.start(backend.port())) {
      proxy.refuseWith("407 Proxy Authentication Required");
      Result result =
          SocketHttpSenderTest.send(
              SocketHttpSenderTest.sender(
                  TestSenderConfig.of(1)
                      .withEndpoint(URI.create("https://backend.invalid/v1/traces"))
                      .withProxy(optionsFor(proxy))),
              "hello");
      assertThat(result.error()).hasMessageContaining("answers 407");
      assertThat(proxy.heads())
          .containsExactly(
              "CONNECT backend.invalid:443 HTTP/1.1\r\nHost: backend.invalid:443\r\n\r\n");
    }
  }

  static ProxyOptions optionsFor(TestProxy proxy) {
    return ProxyOptions.create(new InetSocketAddress("localhost", proxy.port()));
  }

  @Test
  void find_variables() {
    HttpProxy proxy = find(ENDPOINT, Map.of("https_proxy", "http://proxy.internal:3128"));
    assertThat(proxy.host()).isEqualTo("proxy.internal");
    assertThat(proxy.port()).isEqualTo(3128);
  }

  @Test
  void find_variablesInCapitals_withoutAScheme() {
    HttpProxy proxy = find(ENDPOINT, Map.of("HTTPS_PROXY", "proxy.internal:3128"));
    assertThat(proxy.host()).isEqualTo("proxy.internal");
  }

  @Test
  void find_ofTheOtherScheme() {
    assertThat(find(ENDPOINT, Map.of("http_proxy", "http://proxy.internal:3128"))).isNull();
  }

  @Test
  void find_credentials() {
    HttpProxy proxy = find(ENDPOINT, Map.of("https_proxy", "http://me:a%20b@proxy.internal:3128"));
    RequestHead head = new RequestHead("CONNECT a:443 HTTP/1.1");
    proxy.authorize(head);
    assertThat(new String(head.bytes(), US_ASCII))
        .endsWith("\r\nProxy-Authorization: Basic bWU6YSBi\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "otlp.example.com",
        "example.com",
        ".example.com",
        "*.example.com",
        "other.org, EXAMPLE.com",
        "*",
      })
  void find_exceptions(String noProxy) {
    assertThat(find(ENDPOINT, Map.of("https_proxy", "http://proxy.internal", "no_proxy", noProxy)))
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "ample.com", "other.org", "com.example"})
  void find_noExceptions(String noProxy) {
    assertThat(find(ENDPOINT, Map.of("https_proxy", "http://proxy.internal", "no_proxy", noProxy)))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:4318", "http://127.0.0.1:4318", "http://[::1]:4318"})
  void find_theEnvironmentItself_isReachedDirectly(String endpoint) {
    assertThat(find(URI.create(endpoint), Map.of("http_proxy", "http://proxy.internal"))).isNull();
  }

  @Test
  void find_badAddress_isNotSaidAsItMayHaveAPassword() {
    assertThatThrownBy(() -> find(ENDPOINT, Map.of("https_proxy", "http://me:secret@")))
        .hasMessage("https_proxy or http_proxy is no proxy's address");
  }

  @ParameterizedTest
  @CsvSource({
    "otlp.example.com, 10.*|*.internal, true",
    "otlp.example.com, *.example.com, false",
    "10.1.2.3, 10.*|*.internal, false",
  })
  void find_properties(String host, String nonProxyHosts, boolean found) {
    Map<String, String> properties =
        Map.of(
            "https.proxyHost", "proxy.internal",
            "https.proxyPort", "3128",
            "http.nonProxyHosts", nonProxyHosts);
    properties.forEach(System::setProperty);
    try {
      HttpProxy proxy =
          find(URI.create("https://" + host), Map.of("https_proxy", "http://another.internal"));
      assertThat(proxy == null ? List.of() : List.of(proxy.host(), proxy.port()))
          .isEqualTo(found ? List.of("proxy.internal", 3128) : List.of());
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  private static @Nullable HttpProxy find(URI endpoint, Map<String, String> variables) {
    return HttpProxy.find(Endpoint.of(endpoint), endpoint, null, variables);
  }
}
