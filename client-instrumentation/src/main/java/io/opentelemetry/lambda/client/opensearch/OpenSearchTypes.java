package io.opentelemetry.lambda.client.opensearch;

import io.opentelemetry.lambda.client.internal.Hooks;
import java.lang.reflect.Method;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.Node;
import org.opensearch.client.Response;

/**
 * Reads servers and responses. Their types are of Apache's HttpClient 4 before OpenSearch 3, and of
 * HttpClient 5 since.
 */
final class OpenSearchTypes {

  private final Method line = method(Response.class, "getStatusLine");
  private final Method status = method(line.getReturnType(), "getStatusCode");
  private final Method responded = method(Response.class, "getHost");
  private final Method address = method(responded.getReturnType(), "getAddress");
  private final Method server = method(Node.class, "getHost");
  private final Method name = method(server.getReturnType(), "getHostName");
  private final Method port = method(server.getReturnType(), "getPort");

  private static Method method(Class<?> type, String name) {
    try {
      return type.getMethod(name);
    } catch (NoSuchMethodException e) {
      throw Hooks.<RuntimeException>rethrow(e);
    }
  }

  String host(Node node) {
    return (String) call(name, call(server, node));
  }

  /** Negative if it has none. */
  int port(Node node) {
    return (Integer) call(port, call(server, node));
  }

  int status(Response response) {
    return (Integer) call(status, call(line, response));
  }

  @Nullable InetAddress address(Response response) {
    return (InetAddress) call(address, call(responded, response));
  }

  @SuppressWarnings("NullAway") // only an address may be null
  private static Object call(Method method, Object object) {
    try {
      return method.invoke(object);
    } catch (ReflectiveOperationException e) {
      throw Hooks.<RuntimeException>rethrow(e);
    }
  }
}
