package io.opentelemetry.lambda.emulator.internal.extensions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.lambda.emulator.internal.http.ApiReplies;
import io.opentelemetry.lambda.emulator.internal.http.HttpExchange;
import io.opentelemetry.lambda.emulator.internal.http.HttpService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The Extensions API, version 2020-01-01: registers extensions and hands them events.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html">AWS's
 *     reference</a>
 */
public final class ExtensionsApiServer {

  private static final int MAX_EXTENSIONS = 10;
  private static final String ROOT = "/2020-01-01/extension";
  private static final String NAME_HEADER = "Lambda-Extension-Name";
  private static final String ID_HEADER = "Lambda-Extension-Identifier";
  private static final String EVENT_ID_HEADER = "Lambda-Extension-Event-Identifier";
  private static final String FEATURES_HEADER = "Lambda-Extension-Accept-Feature";
  private static final String ERROR_HEADER = "Lambda-Extension-Function-Error-Type";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegisteredFunction function;
  private final Object lock = new Object();

  // all of it starts anew with each init
  private final Map<String, Extension> extensions = new LinkedHashMap<>();
  private final Set<String> unregistered = new HashSet<>();
  private boolean open;
  private CompletableFuture<Void> registered = new CompletableFuture<>();
  private CompletableFuture<Void> idle = new CompletableFuture<>();
  private CompletableFuture<FunctionError> failed = new CompletableFuture<>();

  /** Serves the API. */
  public static ExtensionsApiServer create(
      HttpService.Builder server, RegisteredFunction function) {
    ExtensionsApiServer api = new ExtensionsApiServer(function);
    server
        .route("POST", ROOT + "/register", api::register)
        .route("GET", ROOT + "/event/next", api::next)
        .route("POST", ROOT + "/init/error", exchange -> api.error(exchange, "Extension.InitError"))
        .route(
            "POST", ROOT + "/exit/error", exchange -> api.error(exchange, "Extension.ExitError"));
    return api;
  }

  private ExtensionsApiServer(RegisteredFunction function) {
    this.function = function;
  }

  /**
   * Forgets the extensions there were, and opens the registration.
   *
   * @param external the names of those that are started as processes of their own
   */
  public void reset(Set<String> external) {
    synchronized (lock) {
      extensions.clear();
      unregistered.clear();
      unregistered.addAll(external);
      open = true;
      registered = new CompletableFuture<>();
      idle = new CompletableFuture<>();
      failed = new CompletableFuture<>();
      update();
    }
  }

  /**
   * Refuses further extensions; those that run in the runtime's process come before its first
   * event.
   */
  public void closeRegistration() {
    synchronized (lock) {
      open = false;
    }
  }

  /** Done when all external extensions have registered. */
  public CompletableFuture<Void> registered() {
    synchronized (lock) {
      return registered;
    }
  }

  /** Done when every registered extension waits for an event. */
  public CompletableFuture<Void> idle() {
    synchronized (lock) {
      return idle;
    }
  }

  /** Done when an extension has reported an error. */
  public CompletableFuture<FunctionError> failed() {
    synchronized (lock) {
      return failed;
    }
  }

  /** Tells whether any extension is registered, or any external one: they get time to shut down. */
  public boolean any(boolean onlyExternal) {
    synchronized (lock) {
      return extensions.values().stream().anyMatch(e -> e.external || !onlyExternal);
    }
  }

  /** The names of the external extensions that registered for an event. */
  public Set<String> external(EventType type) {
    synchronized (lock) {
      Set<String> names = new HashSet<>();
      for (Extension extension : extensions.values()) {
        if (extension.external && extension.events.contains(type)) {
          names.add(extension.name);
        }
      }
      return names;
    }
  }

  /** The registered extensions, with what they registered for. */
  public Map<String, List<String>> subscriptions() {
    synchronized (lock) {
      Map<String, List<String>> subscriptions = new LinkedHashMap<>();
      for (Extension extension : extensions.values()) {
        subscriptions.put(extension.name, extension.events.stream().map(Enum::name).toList());
      }
      return subscriptions;
    }
  }

  /** Tells those that registered for it of an event, as soon as they ask for one. */
  public void send(EventType type, ObjectNode event) {
    byte[] document = event.deepCopy().put("eventType", type.name()).toString().getBytes(UTF_8);
    List<HttpExchange> waiting = new ArrayList<>();
    synchronized (lock) {
      for (Extension extension : extensions.values()) {
        if (!extension.events.contains(type)) {
          continue;
        }
        if (extension.waiting == null) {
          extension.pending = document;
        } else {
          waiting.add(extension.waiting);
          extension.waiting = null;
          idle = new CompletableFuture<>();
        }
      }
    }
    waiting.forEach(exchange -> replyEvent(exchange, document));
  }

  private static void replyEvent(HttpExchange exchange, byte[] event) {
    exchange.reply(
        200, ApiReplies.JSON, event, Map.of(EVENT_ID_HEADER, UUID.randomUUID().toString()));
  }

  /** The registered extension whose identifier a request carries; null, and a refusal, if none. */
  public @Nullable String authenticate(HttpExchange exchange) {
    Extension extension = find(exchange);
    return extension == null ? null : extension.name;
  }

  private void register(HttpExchange exchange) {
    String name = exchange.header(NAME_HEADER);
    if (name == null || name.isEmpty()) {
      refuse(exchange, "Extension.InvalidExtensionName", "Empty extension name");
      return;
    }
    JsonNode events = events(exchange.body());
    if (events == null) {
      refuse(exchange, "InvalidRequestFormat", "the body is not {\"events\":[…]}");
      return;
    }
    String id = UUID.randomUUID().toString();
    synchronized (lock) {
      boolean external = unregistered.contains(name);
      Set<EventType> types = EnumSet.noneOf(EventType.class);
      for (JsonNode event : events) {
        if (!function.allows(event.asText(), external)) {
          refuse(
              exchange, "Extension.InvalidEventType", event.asText() + ": ErrorInvalidEventType");
          return;
        }
        types.add(EventType.valueOf(event.asText()));
      }
      if (!open) {
        refuse(exchange, "Extension.RegistrationClosed", "Extension registration closed already");
        return;
      }
      if (extensions.values().stream().anyMatch(extension -> extension.name.equals(name))) {
        refuse(
            exchange,
            "Extension.InvalidExtensionState",
            "Extension with this name already registered");
        return;
      }
      if (extensions.size() == MAX_EXTENSIONS) {
        refuse(
            exchange,
            "Extension.TooManyExtensions",
            "Extension limit (" + MAX_EXTENSIONS + ") reached");
        return;
      }
      extensions.put(id, new Extension(name, id, external, types));
      unregistered.remove(name);
      idle = new CompletableFuture<>();
    }
    boolean withAccount = String.valueOf(exchange.header(FEATURES_HEADER)).contains("accountId");
    exchange.reply(
        200,
        ApiReplies.JSON,
        function.describe(withAccount).toString().getBytes(UTF_8),
        Map.of(ID_HEADER, id));
    update();
  }

  private static @Nullable JsonNode events(byte[] body) {
    try {
      JsonNode events = JSON.readTree(body).path("events");
      return events.isArray() || events.isMissingNode() ? events : null;
    } catch (IOException e) {
      return null;
    }
  }

  private void next(HttpExchange exchange) {
    Extension extension = find(exchange);
    if (extension == null) {
      return;
    }
    byte[] event;
    synchronized (lock) {
      event = extension.pending;
      extension.pending = null;
      if (extension.waiting != null) {
        refuse(
            exchange,
            "Extension.InvalidExtensionState",
            "State transition from Ready to Ready failed for extension " + extension.name);
        return;
      }
      if (event == null) {
        extension.waiting = exchange;
      }
    }
    if (event == null) {
      update();
    } else {
      replyEvent(exchange, event);
    }
  }

  private void error(HttpExchange exchange, String defaultType) {
    Extension extension = find(exchange);
    if (extension == null) {
      return;
    }
    String type = exchange.header(ERROR_HEADER);
    if (type == null) {
      refuse(exchange, "Extension.MissingHeader", ERROR_HEADER + " not found");
      return;
    }
    String message = message(exchange.body());
    failed()
        .complete(
            FunctionError.of(
                type.isEmpty() ? defaultType : type, "extension " + extension.name + message));
    ApiReplies.accepted(exchange);
  }

  private static String message(byte[] body) {
    try {
      String message = JSON.readTree(body).path("errorMessage").asText();
      return message.isEmpty() ? "" : ": " + message;
    } catch (IOException e) {
      return "";
    }
  }

  private @Nullable Extension find(HttpExchange exchange) {
    String id = exchange.header(ID_HEADER);
    if (id == null) {
      refuse(exchange, "Extension.MissingExtensionIdentifier", "Missing " + ID_HEADER + " header");
      return null;
    }
    Extension extension;
    synchronized (lock) {
      extension = extensions.get(id);
    }
    if (extension == null) {
      refuse(exchange, "Extension.UnknownExtensionIdentifier", "Unknown extension " + id);
    }
    return extension;
  }

  private static void refuse(HttpExchange exchange, String type, String message) {
    ApiReplies.error(exchange, 403, type, message);
  }

  /** Completes what has come true. */
  private void update() {
    CompletableFuture<Void> nowRegistered = new CompletableFuture<>();
    CompletableFuture<Void> nowIdle = new CompletableFuture<>();
    synchronized (lock) {
      if (unregistered.isEmpty()) {
        nowRegistered = registered;
        if (extensions.values().stream().allMatch(extension -> extension.waiting != null)) {
          nowIdle = idle;
        }
      }
    }
    nowRegistered.complete(null);
    nowIdle.complete(null);
  }
}
