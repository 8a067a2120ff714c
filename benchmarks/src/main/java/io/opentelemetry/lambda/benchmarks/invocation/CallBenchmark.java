package io.opentelemetry.lambda.benchmarks.invocation;

import io.opentelemetry.instrumentation.javahttpclient.JavaHttpClientTelemetry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures what the span of a client's call takes, by a client that has the response at hand: the
 * instrumenter, the extractors, the propagators and the SDK, but no thread, network or export. With
 * the first compiler only, as on Lambda.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 3, jvmArgsAppend = "-XX:TieredStopAtLevel=1")
public class CallBenchmark {

  private final HttpRequest request =
      HttpRequest.newBuilder(URI.create("http://backend.example:8080/orders/17?full=true"))
          .header("Accept", "application/json")
          .build();
  private final HttpClient untraced = new AnsweringClient();
  private final HttpClient traced =
      JavaHttpClientTelemetry.builder(BenchmarkTelemetry.create().openTelemetry())
          .build()
          .newHttpClient(untraced);

  /** Calls by the client itself. */
  @Benchmark
  public int untraced() throws IOException, InterruptedException {
    return untraced.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** Calls by OpenTelemetry's library, as the wrapper layer has it do. */
  @Benchmark
  public int traced() throws IOException, InterruptedException {
    return traced.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
