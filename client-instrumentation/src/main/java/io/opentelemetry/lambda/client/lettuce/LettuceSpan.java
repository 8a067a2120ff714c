package io.opentelemetry.lambda.client.lettuce;

import io.lettuce.core.protocol.CompleteableCommand;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.tracing.Tracer;
import io.lettuce.core.tracing.Tracing;
import io.opentelemetry.instrumentation.api.internal.SemconvStability;
import io.opentelemetry.lambda.client.internal.Hooks;
import org.jspecify.annotations.Nullable;

/**
 * The library's span, with the attributes that newer ones of it have. What fails is left out of it.
 */
final class LettuceSpan extends Tracer.Span {

  private final Tracer.Span span;
  private boolean started;

  LettuceSpan(Tracer.Span span) {
    this.span = span;
  }

  @Override
  public Tracer.Span start(RedisCommand<?, ?, ?> command) {
    try {
      started = true;
      span.start(command instanceof CompleteableCommand ? new LettuceCommand<>(command) : command);
    } catch (Throwable e) {
      leave(e);
    }
    return this;
  }

  @Override
  public Tracer.Span name(String name) {
    try {
      span.name(name);
      if (SemconvStability.emitOldDatabaseSemconv()) {
        span.tag("db.operation", name);
      }
      if (SemconvStability.emitStableDatabaseSemconv()) {
        span.tag("db.operation.name", name);
      }
    } catch (Throwable e) {
      leave(e);
    }
    return this;
  }

  /** Keeps those tags that the agent takes before the span starts, and no others. */
  @Override
  public Tracer.Span tag(String key, String value) {
    try {
      if (key.equals("db.namespace") && SemconvStability.emitOldDatabaseSemconv()) {
        span.tag("db.name", value);
      } else if (started || key.equals("db.namespace") || key.equals("redis.args")) {
        span.tag(key, value);
      }
    } catch (Throwable e) {
      leave(e);
    }
    return this;
  }

  @Override
  public Tracer.Span annotate(String value) {
    try {
      span.annotate(value);
    } catch (Throwable e) {
      leave(e);
    }
    return this;
  }

  @Override
  public Tracer.Span error(Throwable error) {
    try {
      span.error(error);
    } catch (Throwable e) {
      leave(e);
    }
    return this;
  }

  @Override
  public Tracer.Span remoteEndpoint(Tracing.@Nullable Endpoint endpoint) {
    try {
      span.remoteEndpoint(endpoint);
    } catch (Throwable e) {
      leave(e);
    }
    return this;
  }

  @Override
  public void finish() {
    try {
      span.finish();
    } catch (Throwable e) {
      leave(e);
    }
  }

  static void leave(Throwable thrown) {
    Hooks.leave("a call of " + Lettuce.LIBRARY, thrown);
  }
}
