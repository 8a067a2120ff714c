package io.opentelemetry.lambda.client.opensearch;

import io.opentelemetry.lambda.client.internal.Hooks;
import java.lang.reflect.Method;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.opensearch.client.Response;

/**
 * Reads responses. Their types are of Apache's HttpClient 4 before OpenSearch 3, and of HttpClient
 * 5 since.
 */
final class OpenSearchResponses {

  private final Method line = method(Response.class, "getStatusLine");
  private final Method status = method(line.getReturnType(), "getStatusCode");
  private final Method host = method(Response.class, "getHost");
  private final Method address = method(host.getReturnType(), "getAddress");

  private static Method method(Class<?> type, String name) {
    try {
      return type.getMethod(name);
    } catch (NoSuchMethodException e) {
      throw Hooks.<RuntimeException>rethrow(e);
    }
  }

  int status(Response response) {
    return (Integer) call(status, call(line, response));
  }

  @Nullable InetAddress address(Response response) {
    return (InetAddress) call(address, call(host, response));
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
