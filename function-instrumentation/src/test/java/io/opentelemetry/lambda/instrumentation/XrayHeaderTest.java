package io.opentelemetry.lambda.instrumentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XrayHeaderTest {

  private static final String ROOT = "Root=1-5759e988-bd862e3fe1be46a994272793";

  @ParameterizedTest
  @CsvSource({"1, true", "0, false", "?, false"})
  void parse_sampled(String flag, boolean sampled) {
    SpanContext context =
        XrayHeader.parse("Self=1-2-3; " + ROOT + ";Parent=53995c3f42cd8ad8; Sampled=" + flag);
    assertThat(context.getTraceId()).isEqualTo("5759e988bd862e3fe1be46a994272793");
    assertThat(context.getSpanId()).isEqualTo("53995c3f42cd8ad8");
    assertThat(context.isSampled()).isEqualTo(sampled);
    assertThat(context.isRemote()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "=;=",
        ROOT,
        ROOT + ";Sampled=1",
        "Parent=53995c3f42cd8ad8",
        ROOT + ";Parent=53995c3f42cd8ad",
        ROOT + ";Parent=53995c3f42cd8adg",
        ROOT + ";Parent=0000000000000000",
        "Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8",
        "Root=1-5759e988abd862e3fe1be46a99427279;Parent=53995c3f42cd8ad8",
        "Root=1;Parent=53995c3f42cd8ad8",
      })
  void parse_noParent_isInvalid(String header) {
    assertThat(XrayHeader.parse(header).isValid()).isFalse();
  }
}
