package io.opentelemetry.lambda.emulator.internal.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.lambda.emulator.internal.extensions.ExtensionsApiServer;
import io.opentelemetry.lambda.emulator.internal.http.ApiReplies;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import io.opentelemetry.lambda.emulator.internal.http.HttpService;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The Telemetry API, version 2022-07-01, in its schema 2025-01-29: passes logs and the platform's
 * own events to the extensions that subscribe.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api.html">AWS's
 *     reference</a>
 */
public final class TelemetryApiServer {

  private final ExtensionsApiServer extensions;
  private final IntUnaryOperator reach;
  private final Object lock = new Object();
  private final List<Subscription> subscriptions = new ArrayList<>();

  /** The events of the init so far, for those who subscribe while it goes on. */
  private final List<Published> init = new ArrayList<>();

  private boolean open;

  /**
   * Serves the API to the extensions that have registered.
   *
   * @param reach gives the port here that leads to a port of their localhost
   */
  public static TelemetryApiServer create(
      HttpService.Builder server, ExtensionsApiServer extensions, IntUnaryOperator reach) {
    TelemetryApiServer api = new TelemetryApiServer(extensions, reach);
    server.route("PUT", "/2022-07-01/telemetry", api::subscribe);
    return api;
  }

  private TelemetryApiServer(ExtensionsApiServer extensions, IntUnaryOperator reach) {
    this.reach = reach;
    this.extensions = extensions;
  }

  /** Ends all subscriptions, and takes new ones. */
  public void reset() {
    close();
    synchronized (lock) {
      open = true;
    }
  }

  /** Takes no more subscriptions: they belong to the init. */
  public void closeSubscription() {
    synchronized (lock) {
      open = false;
      init.clear();
    }
  }

  /** Passes an event on to those who subscribed to its kind. */
  public void publish(EventKind kind, String type, JsonNode record) {
    ObjectNode event =
        JsonNodeFactory.instance
            .objectNode()
            .put("time", Timestamps.format(Instant.now()))
            .put("type", type)
            .set("record", record);
    synchronized (lock) {
      subscriptions.forEach(subscription -> subscription.offer(kind, event));
      if (open) {
        init.add(new Published(kind, event));
      }
    }
  }

  /** Nobody can receive anything while the environment is frozen. */
  public void pause() {
    synchronized (lock) {
      subscriptions.forEach(Subscription::pause);
    }
  }

  /** Ends {@link #pause}. */
  public void resume() {
    synchronized (lock) {
      subscriptions.forEach(Subscription::resume);
    }
  }

  /**
   * Sends from now on without waiting for more, as the environment is about to end, and waits until
   * that has been done for what there is.
   */
  public void drain(Duration timeout) {
    List<Subscription> all;
    synchronized (lock) {
      all = List.copyOf(subscriptions);
    }
    all.forEach(Subscription::hurry);
    all.forEach(subscription -> subscription.awaitSent(timeout));
  }

  public void close() {
    synchronized (lock) {
      subscriptions.forEach(Subscription::close);
      subscriptions.clear();
      init.clear();
    }
  }

  private void subscribe(HttpExchange exchange) {
    String name = extensions.authenticate(exchange);
    if (name == null) {
      return;
    }
    SubscriptionRequest request;
    try {
      request = SubscriptionRequest.parse(exchange.body(), reach);
    } catch (IllegalArgumentException e) {
      ApiReplies.error(exchange, 400, "ValidationError", String.valueOf(e.getMessage()));
      return;
    }
    synchronized (lock) {
      if (!open) {
        ApiReplies.error(
            exchange,
            403,
            "Telemetry.SubscriptionClosed",
            "Telemetry API subscription is closed already");
        return;
      }
      subscriptions.removeIf(subscription -> subscription.endIf(name));
      Subscription subscription = Subscription.start(name, request);
      init.forEach(published -> subscription.offer(published.kind(), published.event()));
      subscriptions.add(subscription);
    }
    ObjectNode record =
        JsonNodeFactory.instance.objectNode().put("name", name).put("state", "Subscribed");
    request.kinds().forEach(record.putArray("types")::add);
    publish(EventKind.PLATFORM, "platform.telemetrySubscription", record);
    exchange.reply(200, "text/plain", "OK".getBytes(UTF_8));
  }

  private record Published(EventKind kind, ObjectNode event) {}
}
