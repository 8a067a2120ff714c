package io.opentelemetry.lambda.sdk.internal.restored;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SaltedIdGeneratorTest {

  @Test
  void renew_aThousandRestoresOfTheSameRandomNumbers_noIdTwice() {
    Random[] random = new Random[1];
    SaltedIdGenerator generator = new SaltedIdGenerator(() -> random[0]);
    Set<String> traceIds = new HashSet<>();
    Set<String> spanIds = new HashSet<>();
    for (int restore = 0; restore < 1000; restore++) {
      random[0] = new Random(42);
      generator.renew();
      for (int i = 0; i < 20; i++) {
        traceIds.add(generator.generateTraceId());
        spanIds.add(generator.generateSpanId());
      }
    }
    assertThat(traceIds).hasSize(20_000).allMatch(TraceId::isValid);
    assertThat(spanIds).hasSize(20_000).allMatch(SpanId::isValid);
  }

  @Test
  void withoutRenewal_theSameRandomNumbersAreTheSameIds() {
    Random[] random = {new Random(42)};
    SaltedIdGenerator generator = new SaltedIdGenerator(() -> random[0]);
    String traceId = generator.generateTraceId();
    random[0] = new Random(42);
    assertThat(generator.generateTraceId()).isEqualTo(traceId);
  }
}
