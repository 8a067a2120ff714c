package io.opentelemetry.lambda.client;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;

/** A listener that fails leaves the command as it is: the driver lets errors of it through. */
final class MongoListener implements CommandListener {

  private final CommandListener delegate;

  MongoListener(CommandListener delegate) {
    this.delegate = delegate;
  }

  @Override
  public void commandStarted(CommandStartedEvent event) {
    try {
      delegate.commandStarted(event);
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
