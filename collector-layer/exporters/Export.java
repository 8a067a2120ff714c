import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Arrays;
import java.util.List;

/** Exports spans over gRPC by Java's exporter: HOST:PORT NAME... ; large is a span of 5 MB. */
class Export {
  public static void main(String[] args) {
    List<String> names = Arrays.asList(args).subList(1, args.length);
    for (String name : names) {
      OtlpGrpcSpanExporter exporter =
          OtlpGrpcSpanExporter.builder()
              .setEndpoint("http://" + args[0])
              .setCompression(name.endsWith("gzip") ? "gzip" : "none")
              .build();
      SdkTracerProvider provider =
          SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exporter)).build();
      provider
          .get("t")
          .spanBuilder(name)
          .setAttribute("size", "x".repeat(name.endsWith("large") ? 5_000_000 : 1))
          .startSpan()
          .end();
      provider.close();
    }
  }
}
