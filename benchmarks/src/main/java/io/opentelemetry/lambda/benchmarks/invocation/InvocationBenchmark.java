package io.opentelemetry.lambda.benchmarks.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.opentelemetry.lambda.instrumentation.FunctionInstrumentation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures a warm invocation in this project's code, before the flush, and beside it what the bare
 * function spends on parsing the same event. One thread and no waiting: the time is CPU time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(3)
public class InvocationBenchmark {

  private static final byte[] RESPONSE = "{\"statusCode\":200,\"body\":\"ok\"}".getBytes(UTF_8);
  private static final RequestStreamHandler HANDLER =
      (event, response, context) -> response.write(RESPONSE);

  /** The event that the function gets. */
  @Param({"API_GATEWAY_1_KB", "SQS_6_MB", "SQS_6_MB_OF_10"})
  public SampleEvent event = SampleEvent.API_GATEWAY_1_KB;

  private final BenchmarkTelemetry telemetry = BenchmarkTelemetry.create();
  private final FunctionInstrumentation instrumentation = FunctionInstrumentation.create(telemetry);
  private final BenchmarkContext context = new BenchmarkContext();
  private byte[] json = new byte[0];
  private PojoSerializer<?> serializer =
      LambdaEventSerializers.serializerFor(event.type(), getClass().getClassLoader());

  @Setup
  public void prepare() {
    json = event.json();
    serializer = LambdaEventSerializers.serializerFor(event.type(), getClass().getClassLoader());
  }

  /** Traces an invocation whose handler does nothing, and does not flush. */
  @Benchmark
  public int instrumentation() throws IOException {
    ByteArrayOutputStream response = new ByteArrayOutputStream();
    instrumentation.handle(HANDLER, new ByteArrayInputStream(json), response, context);
    return response.size();
  }

  /** Does what AWS's runtime does to hand the event over as an object. */
  @Benchmark
  public Object parse() {
    return serializer.fromJson(new ByteArrayInputStream(json));
  }
}
