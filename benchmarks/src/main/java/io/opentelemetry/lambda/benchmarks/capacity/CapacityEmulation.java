package io.opentelemetry.lambda.benchmarks.capacity;

import io.opentelemetry.lambda.benchmarks.environment.BenchmarkException;
import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.otlp.OtlpFault;
import io.opentelemetry.lambda.emulator.otlp.OtlpSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does under the emulator what {@link CapacitySimulation} simulates, with the same times. */
public final class CapacityEmulation {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Environments environments;
  private final Load load;

  /**
   * Prepares it.
   *
   * @param environments those of a function that takes as many milliseconds as its event says
   */
  public CapacityEmulation(Environments environments, Costs costs, Load load) {
    this.environments = environments;
    this.load = load;
    environments
        .sink()
        .fault(OtlpFault.latency(Duration.ofNanos((long) (costs.backendMs() * NANOS_PER_MILLI))));
  }

  /**
   * Runs a variant with so many environments at once.
   *
   * @throws BenchmarkException if an init or an invocation fails
   */
  public EmulatedResult run(Variant variant, int count) {
    Configuration configuration = VariantConfiguration.of(variant, environments.sink());
    List<LambdaEnvironment> all = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      for (int i = 0; i < count; i++) {
        all.add(environments.builder(configuration).build());
        environments.init(configuration, all.get(i));
      }
      OtlpSink sink = environments.sink();
      int requests = sink.requests();
      long bytes = sink.requestBytes();
      List<Future<List<Measured>>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        LambdaEnvironment lambda = all.get(i);
        Load.Times times = load.times(i);
        running.add(threads.submit(() -> invocations(configuration, lambda, times)));
      }
      List<Measured> measured = new ArrayList<>();
      for (Future<List<Measured>> each : running) {
        measured.addAll(each.get());
      }
      return EmulatedResult.of(
          variant, count, measured, sink.requests() - requests, sink.requestBytes() - bytes);
    } catch (ExecutionException e) {
      throw new BenchmarkException(variant.name() + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException(variant.name() + " was interrupted", e);
    } finally {
      threads.shutdownNow();
      all.forEach(LambdaEnvironment::close);
    }
  }

  private List<Measured> invocations(
      Configuration configuration, LambdaEnvironment lambda, Load.Times times)
      throws InterruptedException {
    List<Measured> measured = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(load.seconds());
    rest(times.firstRest());
    while (System.nanoTime() < end) {
      long handler = Math.round(times.handler());
      byte[] event = Long.toString(handler).getBytes(StandardCharsets.UTF_8);
      measured.add(Measured.of(handler, environments.invoke(configuration, lambda, event)));
      rest(times.rest());
    }
    return measured;
  }

  private static void rest(double ms) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep((long) (ms * NANOS_PER_MILLI));
  }

  /**
   * One invocation.
   *
   * @param callerMs how long the caller waited for more than the handler
   * @param billedMs from the event's delivery until the environment came to rest
   */
  record Measured(double callerMs, double billedMs) {

    private static Measured of(long handlerMs, InvocationResult result) {
      double caller = result.duration().toNanos() / NANOS_PER_MILLI;
      double after = result.postRuntime().toNanos() / NANOS_PER_MILLI;
      return new Measured(caller - handlerMs, caller + after);
    }
  }
}
