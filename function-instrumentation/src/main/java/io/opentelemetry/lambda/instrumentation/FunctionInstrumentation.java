package io.opentelemetry.lambda.instrumentation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.instrumentation.common.Diagnostics;
import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.instrumentation.common.Telemetry;
import io.opentelemetry.lambda.instrumentation.internal.flush.FlushPolicies;
import io.opentelemetry.lambda.instrumentation.internal.flush.FlushPolicy;
import io.opentelemetry.lambda.instrumentation.internal.flush.GuardedInvocation;
import io.opentelemetry.lambda.instrumentation.internal.flush.TimeoutGuard;
import io.opentelemetry.lambda.instrumentation.internal.payload.PayloadCapture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Traces the invocations of one handler: for each a span, below the parent that the event names and
 * current while the handler runs; then the flush policy's turn, so that what is reported leaves the
 * environment before Lambda freezes or kills it.
 *
 * <p>Whatever fails in here, the handler still runs, with the same event, and what it throws is
 * thrown.
 */
public final class FunctionInstrumentation {

  /** Lambda takes no larger one: 6 MB and some for what is around it. */
  private static final int MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

  private final Telemetry telemetry;
  private final InstrumentationSettings configuration;
  private final FunctionSpans spans;
  private final @Nullable FunctionMetrics metrics;
  private final @Nullable TimeoutGuard guard;
  private final @Nullable FlushPolicy flushPolicy;
  private final @Nullable PayloadCapture payloads;

  /** To be called during the function's init, once its handler is loaded or asks for it. */
  public static FunctionInstrumentation create(Telemetry telemetry) {
    return create(telemetry, InstrumentationSettings.fromEnvironment());
  }

  static FunctionInstrumentation create(
      Telemetry telemetry, InstrumentationSettings configuration) {
    return new FunctionInstrumentation(
        telemetry,
        configuration,
        FunctionSpans.create(telemetry.openTelemetry(), configuration),
        createMetrics(telemetry.openTelemetry(), configuration),
        configuration.hasTimeoutGuard() ? new TimeoutGuard(telemetry) : null,
        FlushPolicies.create(telemetry, configuration),
        createPayloads(configuration));
  }

  private static @Nullable PayloadCapture createPayloads(InstrumentationSettings configuration) {
    try {
      return configuration.hasPayloads() ? PayloadCapture.create(configuration) : null;
    } catch (Throwable e) {
      Diagnostics.warn("payloads are missing", e);
      return null;
    }
  }

  private static @Nullable FunctionMetrics createMetrics(
      OpenTelemetry openTelemetry, InstrumentationSettings configuration) {
    try {
      return configuration.hasMetrics()
          ? FunctionMetrics.create(
              openTelemetry.getMeter(FunctionSpans.SCOPE), configuration.isManagedInstances())
          : null;
    } catch (Throwable e) {
      Diagnostics.warn("the function's metrics are missing", e);
      return null;
    }
  }

  private FunctionInstrumentation(
      Telemetry telemetry,
      InstrumentationSettings configuration,
      FunctionSpans spans,
      @Nullable FunctionMetrics metrics,
      @Nullable TimeoutGuard guard,
      @Nullable FlushPolicy flushPolicy,
      @Nullable PayloadCapture payloads) {
    this.telemetry = telemetry;
    this.configuration = configuration;
    this.spans = spans;
    this.metrics = metrics;
    this.guard = guard;
    this.flushPolicy = flushPolicy;
    this.payloads = payloads;
  }

  /**
   * Runs the handler for one invocation.
   *
   * @param event the event's bytes, not yet read from
   * @throws IOException what the handler throws, which may also be a checked exception of any other
   *     kind, thrown as it is
   */
  public void handle(
      RequestStreamHandler handler, InputStream event, OutputStream response, Context context)
      throws IOException {
    Invocation invocation = start(event, context);
    captureEvent(invocation.span(), event);
    FunctionMetrics.Measurement measurement = measure(invocation);
    GuardedInvocation guarded = guard(invocation, context, measurement);
    int responseStart = sizeOf(response);
    boolean succeeds = false;
    Scope scope = invocation.context().makeCurrent();
    try {
      handler.handleRequest(event, response, context);
      succeeds = sizeOf(response) <= MAX_RESPONSE_BYTES;
      describe(invocation, response, responseStart, succeeds);
      captureResponse(invocation.span(), response, responseStart);
    } catch (Throwable failure) {
      fail(invocation.span(), failure);
      throw failure;
    } finally {
      scope.close();
      // what follows is no longer the handler's: while a flush waits, the guard has no say
      endGuard(guarded);
      end(invocation.span());
      if (measurement != null) {
        end(measurement, succeeds);
      }
      flush(context);
    }
  }

  private Invocation start(InputStream event, Context context) {
    try {
      return spans.start(EventLook.at(event), context);
    } catch (Throwable e) {
      Diagnostics.warn("an invocation is not traced", e);
      return Invocation.untraced();
    }
  }

  private void captureEvent(Span span, InputStream event) {
    try {
      if (payloads != null) {
        payloads.setEvent(span, event);
      }
    } catch (Throwable e) {
      Diagnostics.warn("the event is missing on the span", e);
    }
  }

  private void captureResponse(Span span, OutputStream response, int start) {
    try {
      if (payloads != null) {
        payloads.setResponse(span, response, start);
      }
    } catch (Throwable e) {
      Diagnostics.warn("the response is missing on the span", e);
    }
  }

  private FunctionMetrics.@Nullable Measurement measure(Invocation invocation) {
    try {
      return metrics == null ? null : metrics.begin(invocation);
    } catch (Throwable e) {
      Diagnostics.warn("the function's metrics are incomplete", e);
      return null;
    }
  }

  private @Nullable GuardedInvocation guard(
      Invocation invocation, Context context, @Nullable Runnable onTimeout) {
    try {
      int remainingMillis = context.getRemainingTimeInMillis();
      // one without a deadline that is still to come is not to be watched
      return guard == null || remainingMillis <= 0
          ? null
          : guard.begin(invocation.span(), remainingMillis, onTimeout);
    } catch (Throwable e) {
      Diagnostics.warn("a timeout will not be seen", e);
      return null;
    }
  }

  /**
   * The bytes that a stream of the runtime's holds already; only such a stream is looked at later.
   */
  private static int sizeOf(OutputStream response) {
    return response instanceof ByteArrayOutputStream
        ? ((ByteArrayOutputStream) response).size()
        : 0;
  }

  private static void describe(
      Invocation invocation, OutputStream response, int start, boolean isTaken) {
    try {
      if (invocation.span().isRecording()) {
        if (!isTaken) {
          FunctionSpans.refuse(invocation.span());
        }
        invocation.trigger().setResponse(invocation.span(), response, start);
      }
    } catch (Throwable e) {
      Diagnostics.warn("attributes of the response are missing", e);
    }
  }

  private static void fail(Span span, Throwable failure) {
    try {
      FunctionSpans.fail(span, failure);
    } catch (Throwable e) {
      Diagnostics.warn("the handler's error is missing on its span", e);
    }
  }

  private void endGuard(@Nullable GuardedInvocation guarded) {
    if (guard != null && guarded != null) {
      guard.end(guarded);
    }
  }

  private static void end(Span span) {
    try {
      span.end();
    } catch (Throwable e) {
      Diagnostics.warn("this invocation's span is lost", e);
    }
  }

  private static void end(FunctionMetrics.Measurement measurement, boolean succeeds) {
    try {
      measurement.end(succeeds);
    } catch (Throwable e) {
      Diagnostics.warn("the function's metrics are incomplete", e);
    }
  }

  private void flush(Context context) {
    try {
      if (flushPolicy != null) {
        flushPolicy.afterInvocation(context);
      }
    } catch (Throwable e) {
      Diagnostics.warn("what this invocation reported may be late or lost", e);
    }
  }

  /**
   * To be called when the function's init ends, in which Lambda gives more CPU than in an
   * invocation: loads what the first invocation would have to wait for.
   */
  public void initialized() {
    try {
      Priming.atInit(withoutReport(), telemetry.openTelemetry(), configuration);
      telemetry.prime();
    } catch (Throwable e) {
      Diagnostics.warn("the first invocation has to load what it needs", e);
    }
    if (metrics != null) {
      metrics.initialized();
    }
  }

  /** Goes the way of all invocations, but reports nothing. */
  private FunctionInstrumentation withoutReport() {
    FunctionSpans none = FunctionSpans.unreported(telemetry.openTelemetry(), configuration);
    return new FunctionInstrumentation(telemetry, configuration, none, null, null, null, null);
  }

  /**
   * To be called before a snapshot of the process is taken, from which many environments start:
   * exports what is held, and loads what an invocation needs.
   */
  public void beforeCheckpoint() {
    Snapshot.prepare(telemetry, configuration, withoutReport());
  }

  /** To be called in each environment that starts from a snapshot, before the first invocation. */
  public void afterRestore() {
    spans.restored();
    if (metrics != null) {
      metrics.restored();
    }
    Snapshot.renew(telemetry);
  }
}
