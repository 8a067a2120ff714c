package io.opentelemetry.lambda.instrumentation.internal.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com, -1",
    "example.com:8080, example.com, 8080",
    "' 10.0.0.1:80 ', 10.0.0.1, 80",
    "2001:db8::1, 2001:db8::1, -1",
    "[2001:db8::1], 2001:db8::1, -1",
    "[2001:db8::1]:443, 2001:db8::1, 443",
    "example.com:, example.com, -1",
    "example.com:65536, example.com, -1",
    "'', '', -1",
    ":, :, -1",
    "[, [, -1",
  })
  void hostAndPort(String address, String host, int port) {
    assertThat(Addresses.host(address)).isEqualTo(host);
    assertThat(Addresses.port(address)).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({
    "'203.0.113.7, 10.0.0.1', 203.0.113.7",
    "203.0.113.7:4711, 203.0.113.7",
    "'', ''",
    "',', ''",
  })
  void client(String forwarded, String expected) {
    assertThat(Addresses.client(forwarded)).isEqualTo(expected);
  }
}
