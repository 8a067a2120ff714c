package io.opentelemetry.lambda.client.mongo;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.api.incubator.config.internal.DbConfig;
import io.opentelemetry.instrumentation.mongo.v3_1.MongoTelemetry;
import io.opentelemetry.lambda.client.internal.Hooks;
import io.opentelemetry.lambda.client.internal.LibrarySettings;
import io.opentelemetry.lambda.guard.Guarded;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traces the commands of MongoDB's synchronous driver from 3.1 on, and of the reactive one from 4.0
 * on: the settings of each client get the listener of {@code opentelemetry-mongo-3.1} when they are
 * built.
 */
public final class Mongo {

  static final String LIBRARY = "mongo";
  private static final @Nullable CommandListener LISTENER = create();

  @Guarded(LIBRARY)
  private static @Nullable CommandListener create() {
    Hooks.leaveToUser(MongoTelemetry.class);
    // what the driver makes for a listener
    Hooks.requireMethod(CommandListener.class, "commandStarted", CommandStartedEvent.class);
    Hooks.requireMethod(CommandListener.class, "commandSucceeded", CommandSucceededEvent.class);
    Hooks.requireMethod(CommandListener.class, "commandFailed", CommandFailedEvent.class);
    OpenTelemetry openTelemetry = LibrarySettings.openTelemetry();
    return new MongoListener(
        MongoTelemetry.builder(openTelemetry)
            .setQuerySanitizationEnabled(
                DbConfig.isQuerySanitizationEnabled(openTelemetry, LIBRARY))
            .build()
            .createCommandListener());
  }

  /**
   * On entry of {@code MongoClientSettings.Builder.build}, and of the legacy client's {@code
   * MongoClientOptions.Builder.build}.
   */
  @Guarded(LIBRARY)
  public static void build(Object builder) {
    List<CommandListener> listeners =
        LISTENER == null ? null : Hooks.list(builder, "commandListeners");
    // those of settings that were made of others are there already
    if (listeners != null
        && !listeners.contains(LISTENER)
        && !Hooks.haveUsersInstrumentation(listeners)) {
      listeners.add(LISTENER);
    }
  }

  private Mongo() {}
}
