package io.opentelemetry.lambda.client.spring;

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
public final class SpringProtocol<Q, R> implements AttributesExtractor<Q, R> {

  private static final AttributeKey<String> VERSION =
      AttributeKey.stringKey("network.protocol.version");

  private static final String URL_CONNECTION = "org.springframework.http.client.Simple";
  private static final String REACTOR = ".ReactorClientHttpResponse";
  private static final String HTTP = "HTTP/";

  private volatile @Nullable Field springField;
  private volatile @Nullable Field nettyField;
  private volatile @Nullable Method version;

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

  /** The HTTP version of Reactor Netty's response; null for another client's. */
  private @Nullable String reactor(Object response) {
    try {
      Object ofSpring = response;
      if (!isReactor(response)) {
        Field field = field(springField, response);
        springField = field;
        ofSpring = field.get(response);
      }
      if (!isReactor(ofSpring)) {
        return null;
      }
      Field field = field(nettyField, ofSpring);
      nettyField = field;
      Object ofNetty = field.get(ofSpring);
      Method method = method(version, ofNetty);
      version = method;
      String text = String.valueOf(method.invoke(ofNetty));
      return text.startsWith(HTTP) ? text.substring(HTTP.length()) : null;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  private static boolean isReactor(Object response) {
    return response.getClass().getName().endsWith(REACTOR);
  }

  /** The one that was found for the call before, if it is of the same class. */
  private static Field field(@Nullable Field before, Object response)
      throws ReflectiveOperationException {
    if (before != null && before.getDeclaringClass() == response.getClass()) {
      return before;
    }
    Field field = response.getClass().getDeclaredField("response");
    field.setAccessible(true);
    return field;
  }

  private static Method method(@Nullable Method before, Object response)
      throws ReflectiveOperationException {
    if (before != null && before.getDeclaringClass().isInstance(response)) {
      return before;
    }
    Method method = response.getClass().getMethod("version");
    method.setAccessible(true);
    return method;
  }
}
