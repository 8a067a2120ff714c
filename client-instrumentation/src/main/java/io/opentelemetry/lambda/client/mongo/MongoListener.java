package io.opentelemetry.lambda.client.mongo;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.lambda.client.internal.Hooks;

/**
 * A listener that fails leaves the command as it is: the driver lets errors of it through. A
 * command is not traced that no span is current for, such as one of the driver's own: it would be a
 * trace of its own.
 */
final class MongoListener implements CommandListener {

  private final CommandListener delegate;

  MongoListener(CommandListener delegate) {
    this.delegate = delegate;
  }

  @Override
  public void commandStarted(CommandStartedEvent event) {
    try {
      if (Span.current().getSpanContext().isValid()) {
        delegate.commandStarted(event);
      }
    } catch (Throwable e) {
      leave(e);
    }
  }

  @Override
  public void commandSucceeded(CommandSucceededEvent event) {
    try {
      delegate.commandSucceeded(event);
    } catch (Throwable e) {
      leave(e);
    }
  }

  @Override
  public void commandFailed(CommandFailedEvent event) {
    try {
      delegate.commandFailed(event);
    } catch (Throwable e) {
      leave(e);
    }
  }

  private static void leave(Throwable e) {
    Hooks.leave("a command of mongo", e);
  }
}
