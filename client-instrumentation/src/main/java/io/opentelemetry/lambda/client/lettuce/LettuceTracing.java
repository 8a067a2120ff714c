package io.opentelemetry.lambda.client.lettuce;

import io.lettuce.core.tracing.TraceContext;
import io.lettuce.core.tracing.TraceContextProvider;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.TracerProvider;
import io.lettuce.core.tracing.Tracing;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Tracing whose spans are guarded, since a command would be lost with one that fails. */
final class LettuceTracing extends Tracer implements Tracing, TracerProvider {

  private final Tracing library;
  private final Tracer tracer;

  LettuceTracing(Tracing library) {
    this.library = library;
    tracer = library.getTracerProvider().getTracer();
  }

  @Override
  public TracerProvider getTracerProvider() {
    return this;
  }

  @Override
  public Tracer getTracer() {
    return this;
  }

  @Override
  public Span nextSpan() {
    return new LettuceSpan(tracer.nextSpan());
  }

  @Override
  public Span nextSpan(TraceContext context) {
    return new LettuceSpan(tracer.nextSpan(context));
  }

  @Override
  public TraceContextProvider initialTraceContextProvider() {
    return library.initialTraceContextProvider();
  }

  @Override
  public boolean isEnabled() {
    return true;
  }

  @Override
  public boolean includeCommandArgsInSpanTags() {
    return library.includeCommandArgsInSpanTags();
  }

  @Override
  public @Nullable Endpoint createEndpoint(SocketAddress address) {
    return library.createEndpoint(address);
  }
}
