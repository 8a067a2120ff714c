package io.opentelemetry.lambda.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.Instrumenter;
import io.opentelemetry.instrumentation.api.instrumenter.OperationListener;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExecutionTest {

  private final AtomicInteger measured = new AtomicInteger();
  private final Instrumenter<String, String> instrumenter =
      Instrumenter.<String, String>builder(OpenTelemetry.noop(), "test", request -> request)
          .addOperationMetrics(meter -> new Counting())
          .buildInstrumenter();

  /** As where a listener throws, and is told of that. */
  @Test
  void secondEnd_isNotMeasured() {
    Execution<String, String> execution =
        Execution.start("test", instrumenter, "search", Context.root());
    execution.leave();
    execution.endSpan("found", null);
    execution.endSpan(new IllegalStateException());
    assertThat(measured).hasValue(1);
  }

  private final class Counting implements OperationListener {

    @Override
    public Context onStart(Context context, Attributes attributes, long time) {
      return context;
    }

    @Override
    public void onEnd(Context context, Attributes attributes, long time) {
      measured.incrementAndGet();
    }
  }
}
