package io.opentelemetry.lambda.client;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.instrumenter.AttributesExtractor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP version that the libraries leave out and the agent does not: of HttpURLConnection, which
 * has one only, and of Reactor Netty, whose response is in a field of Spring's.
 */
final class SpringProtocol<Q, R> implements AttributesExtractor<Q, R> {

  private static final AttributeKey<String> VERSION =
      AttributeKey.stringKey("network.protocol.version");

  private static final String URL_CONNECTION = "org.springframework.http.client.Simple";
  private static final String REACTOR = ".ReactorClientHttpResponse";
  private static final String HTTP = "HTTP/";

  @Override
  public void onStart(AttributesBuilder attributes, Context context, Q request) {}

  @Override
  public void onEnd(
      AttributesBuilder attributes,
      Context context,
      Q request,
      @Nullable R response,
      @Nullable Throwable error) {
    String version = null;
    if (request.getClass().getName().startsWith(URL_CONNECTION)) {
      version = "1.1";
    } else if (response != null) {
      version = reactor(response);
    }
    if (version != null) {
      attributes.put(VERSION, version);
    }
  }

  /** Returns null for another client's response. */
  private static @Nullable String reactor(Object response) {
    try {
      Object spring = isReactor(response) ? response : below(response);
      if (!isReactor(spring)) {
        return null;
      }
      Object netty = below(spring);
      Method method = netty.getClass().getMethod("version");
      method.setAccessible(true);
      String version = String.valueOf(method.invoke(netty));
      return version.startsWith(HTTP) ? version.substring(HTTP.length()) : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  private static boolean isReactor(Object response) {
    return response.getClass().getName().endsWith(REACTOR);
  }

  private static Object below(Object response) throws ReflectiveOperationException {
    Field field = response.getClass().getDeclaredField("response");
    field.setAccessible(true);
    return field.get(response);
  }
}
