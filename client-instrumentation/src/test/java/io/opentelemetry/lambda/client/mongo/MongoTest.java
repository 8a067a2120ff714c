package io.opentelemetry.lambda.client.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Scope;
import io.opentelemetry.instrumentation.mongo.v3_1.MongoTelemetry;
import io.opentelemetry.lambda.client.Invocation;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class MongoTest {

  @Test
  void settings_getTheListenerOnce() {
    MongoClientSettings.Builder builder = MongoClientSettings.builder();
    Mongo.build(builder);
    Mongo.build(builder);
    MongoClientSettings.Builder derived = MongoClientSettings.builder(builder.build());
    Mongo.build(derived);
    assertThat(derived.build().getCommandListeners()).hasSize(1);
  }

  @Test
  void listenerOfTheUser_staysTheOnlyOne() {
    CommandListener users = MongoTelemetry.create(OpenTelemetry.noop()).createCommandListener();
    MongoClientSettings.Builder builder = MongoClientSettings.builder().addCommandListener(users);
    Mongo.build(builder);
    assertThat(builder.build().getCommandListeners()).containsExactly(users);
  }

  @Test
  void commandOfNoTrace_isNotTraced() {
    List<Object> traced = new ArrayList<>();
    CommandListener listener = new MongoListener(new Recorder(traced));
    CommandStartedEvent event =
        new CommandStartedEvent(null, 1, 1, null, "orders", "count", new BsonDocument());
    listener.commandStarted(event);
    assertThat(traced).isEmpty();
    try (Scope scope = Invocation.context().makeCurrent()) {
      listener.commandStarted(event);
    }
    assertThat(traced).containsExactly(event);
  }

  @Test
  void builderWithoutListeners_isLeftAlone() {
    Mongo.build(new Object());
  }

  private record Recorder(List<Object> events) implements CommandListener {

    @Override
    public void commandStarted(CommandStartedEvent event) {
      events.add(event);
    }
  }
}
