package io.opentelemetry.lambda.emulator.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP server on the loopback address, with a handler for each method and path. */
public final class HttpService implements AutoCloseable {

  static {
    SilentSlf4j.initialize();
  }

  /** AWS's clients send up to 1 MB of an error's stack for X-Ray in a header. */
  private static final int MAX_HEADER_BYTES = 2 * 1024 * 1024;

  /** Longer than what anybody sends takes on any way that leads to 127.0.0.1. */
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(60);

  private final Server server;
  private final ServerConnector connector;
  private final HttpConnections connections;
  private final int port;

  /** The routes of a service to come. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  private HttpService(Server server, ServerConnector connector, HttpConnections connections) {
    this.server = server;
    this.connector = connector;
    this.connections = connections;
    this.port = connector.getLocalPort();
  }

  public int port() {
    return port;
  }

  /** Serves a request to itself, as the first one is slow, and is not to be a client's. */
  private void warmUp() {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      client.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new EmulatorException("cannot reach an own HTTP server: " + e, e);
    }
  }

  /** Drops the connections on which no request waits for its answer, as a NAT gateway does. */
  public void dropConnections() {
    connections.dropIdle();
  }

  /** Closes the port and every connection to it. */
  public void closePort() {
    try {
      connector.stop();
    } catch (Exception e) {
      throw new EmulatorException("cannot close port " + port + ": " + e, e);
    }
  }

  /** Opens the same port again. */
  public void openPort() {
    connector.setPort(port);
    try {
      connector.start();
    } catch (Exception e) {
      throw new EmulatorException("cannot open port " + port + " again: " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new EmulatorException("cannot stop an HTTP server: " + e, e);
    }
  }

  /** Collects routes. */
  public static final class Builder {

    private final String name;
    private final Map<String, Map<String, Consumer<HttpExchange>>> routes = new LinkedHashMap<>();
    private Duration bodyTimeout = BODY_TIMEOUT;
    private Refusal refusal =
        (exchange, status, message) -> ApiReplies.error(exchange, status, "Refused", message);

    private Builder(String name) {
      this.name = name;
    }

    /**
     * Adds a route.
     *
     * @param path with {@code {parameters}} for parts that vary
     */
    public Builder route(String method, String path, Consumer<HttpExchange> handler) {
      routes.computeIfAbsent(path, p -> new LinkedHashMap<>()).put(method, handler);
      return this;
    }

    /** Bounds how long the body of a request may take. */
    public Builder bodyTimeout(Duration timeout) {
      bodyTimeout = timeout;
      return this;
    }

    /** Sets how a request is refused that no route's handler sees. */
    public Builder refusal(Refusal refusal) {
      this.refusal = refusal;
      return this;
    }

    /**
     * Starts to serve.
     *
     * @param port 0 for any that is free
     * @throws EmulatorException if the port is taken
     */
    public HttpService start(int port) {
      QueuedThreadPool threads = new QueuedThreadPool();
      threads.setName(name);
      threads.setDaemon(true);
      Server server = new Server(threads);
      HttpConfiguration configuration = new HttpConfiguration();
      configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
      ServerConnector connector =
          new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
      connector.setHost("127.0.0.1");
      connector.setPort(port);
      connector.setIdleTimeout(0); // a frozen environment's connections are idle for as long
      server.addConnector(connector);
      PathMappingsHandler paths = new PathMappingsHandler();
      routes.forEach(
          (path, methods) ->
              paths.addMapping(
                  new UriTemplatePathSpec(path), new Route(path, methods, bodyTimeout, refusal)));
      HttpConnections connections = new HttpConnections(paths);
      connector.addBean(connections);
      server.setHandler(connections);
      try {
        server.start();
      } catch (Exception e) {
        stopQuietly(server);
        if (e.getCause() instanceof BindException) {
          throw Ports.taken(port, name, e);
        }
        throw new EmulatorException("the " + name + " does not start: " + e, e);
      }
      HttpService service = new HttpService(server, connector, connections);
      service.warmUp();
      return service;
    }

    private static void stopQuietly(Server server) {
      try {
        server.stop();
      } catch (Exception e) {
        // it is the failed start that matters
      }
    }
  }

  /** Answers a request that is refused. */
  public interface Refusal {

    void reply(HttpExchange exchange, int status, String message);
  }

  private static final class Route extends Handler.Abstract {

    private final UriTemplatePathSpec path;
    private final Map<String, Consumer<HttpExchange>> methods;
    private final Duration bodyTimeout;
    private final Refusal refusal;

    Route(
        String path,
        Map<String, Consumer<HttpExchange>> methods,
        Duration bodyTimeout,
        Refusal refusal) {
      this.path = new UriTemplatePathSpec(path);
      this.methods = methods;
      this.bodyTimeout = bodyTimeout;
      this.refusal = refusal;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Consumer<HttpExchange> handler = methods.get(request.getMethod());
      if (handler == null) {
        Response.writeError(request, response, callback, 405);
        return true;
      }
      Map<String, String> parameters = path.getPathParams(request.getHttpURI().getCanonicalPath());
      serve(new HttpExchange(request, response, callback, parameters, bodyTimeout), handler);
      return true;
    }

    private void serve(HttpExchange exchange, Consumer<HttpExchange> handler) {
      Optional<String> webPage = WebPages.sign(exchange);
      if (webPage.isPresent()) {
        refusal.reply(exchange, 403, webPage.get() + ": web pages may not call this server");
        return;
      }
      try {
        handler.accept(exchange);
      } catch (BodyTooLongException e) {
        refusal.reply(exchange, 413, String.valueOf(e.getMessage()));
      } catch (BodyTimeoutException e) {
        refusal.reply(exchange, 408, String.valueOf(e.getMessage()));
      }
    }
  }
}
