package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;

/** Sets up an SDK of its own as the global one; answers with what that exported. */
public final class OwnSdk implements RequestHandler<Map<String, Object>, List<String>> {

  private static final MemoryExporter exporter = new MemoryExporter();

  static {
    OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build())
        .buildAndRegisterGlobal();
  }

  @Override
  public List<String> handleRequest(Map<String, Object> event, Context context) {
    GlobalOpenTelemetry.getTracer("functions").spanBuilder("own.work").startSpan().end();
    List<String> answer = exporter.take();
    answer.add(UserSpans.apiVersion());
    return answer;
  }
}
