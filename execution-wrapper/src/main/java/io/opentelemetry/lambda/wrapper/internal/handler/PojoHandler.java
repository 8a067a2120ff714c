package io.opentelemetry.lambda.wrapper.internal.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import io.opentelemetry.lambda.wrapper.internal.errors.Faults;
import io.opentelemetry.lambda.wrapper.internal.errors.Sneaky;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Calls a handler of objects with an event of bytes, converting as the runtime does. */
final class PojoHandler implements RequestStreamHandler {

  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final RequestHandler<@Nullable Object, @Nullable Object> handler;
  private final @Nullable TypeSerializer input;
  private final @Nullable TypeSerializer output;

  /**
   * @param inputType null for a handler that takes no event
   * @param outputType {@code void} or {@link Void} for a handler whose result is {@code null}
   * @throws UserFault if there is no serializer for a type
   */
  static PojoHandler create(
      RequestHandler<@Nullable Object, @Nullable Object> handler,
      @Nullable Type inputType,
      Type outputType,
      ClassLoader loader) {
    if (inputType == null && isVoid(outputType)) {
      return new PojoHandler(handler, null, null);
    }
    try {
      Serializers serializers = Serializers.find(loader);
      return new PojoHandler(
          handler,
          inputType == null ? null : serializers.forType(inputType),
          isVoid(outputType) ? null : serializers.forType(outputType));
    } catch (Throwable e) {
      throw Faults.of(e);
    }
  }

  private static boolean isVoid(Type type) {
    return type == void.class || type == Void.class;
  }

  private PojoHandler(
      RequestHandler<@Nullable Object, @Nullable Object> handler,
      @Nullable TypeSerializer input,
      @Nullable TypeSerializer output) {
    this.handler = handler;
    this.input = input;
    this.output = output;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream response, Context context) {
    write(call(read(event, context), context), response, context);
  }

  private @Nullable Object call(@Nullable Object event, Context context) {
    try {
      return handler.handleRequest(event, context);
    } catch (Throwable e) {
      // an exception that the runtime cannot filter is replaced here, and would end it later
      throw Sneaky.rethrow(UserFault.filterStackTrace(e));
    }
  }

  private @Nullable Object read(InputStream event, Context context) {
    if (input == null) {
      return null;
    }
    try {
      return input.forCaller(context).fromJson(event);
    } catch (Throwable e) {
      throw new RuntimeException("An error occurred during JSON parsing", e);
    }
  }

  private void write(@Nullable Object result, OutputStream response, Context context) {
    try {
      if (output == null) {
        response.write(NULL);
      } else {
        output.forCaller(context).toJson(result, response);
      }
    } catch (Throwable e) {
      throw new RuntimeException("An error occurred during JSON serialization of response", e);
    }
  }
}
