package io.opentelemetry.lambda.wrapper.internal.handler;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a type's serializer as the runtime does: the user's own if there is one, else the one for
 * AWS's event classes, else Jackson as aws-lambda-java-serialization sets it up.
 */
final class Serializers {

  private static final String CUSTOM_SERIALIZER =
      "com.amazonaws.services.lambda.runtime.CustomPojoSerializer";
  private static final String TOO_MANY =
      "Too many serializers provided inside the META-INF/services folder, only one is allowed";
  private static final String TOO_MANY_TYPE =
      "com.amazonaws.services.lambda.runtime.api.client.TooManyServiceProvidersFoundException";

  private final ClassLoader loader;
  private final @Nullable CustomPojoSerializer custom;

  static Serializers find(ClassLoader loader) {
    return new Serializers(loader, findCustom(loader));
  }

  private static @Nullable CustomPojoSerializer findCustom(ClassLoader loader) {
    if (!isInterfaceThere()) {
      return null;
    }
    Iterator<CustomPojoSerializer> found =
        ServiceLoader.load(CustomPojoSerializer.class, loader).iterator();
    if (!found.hasNext()) {
      return null;
    }
    CustomPojoSerializer serializer = found.next();
    if (found.hasNext()) {
      throw new UserFault(TOO_MANY, TOO_MANY_TYPE, TOO_MANY_TYPE + ": " + TOO_MANY + "\n");
    }
    return serializer;
  }

  /** An image that brings its own runtime may hold an aws-lambda-java-core from before it. */
  private static boolean isInterfaceThere() {
    try {
      Class.forName(CUSTOM_SERIALIZER, false, Serializers.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private Serializers(ClassLoader loader, @Nullable CustomPojoSerializer custom) {
    this.loader = loader;
    this.custom = custom;
  }

  TypeSerializer forType(Type type) {
    if (custom != null) {
      return TypeSerializer.forAll(new CustomSerializer(custom, type));
    }
    if (type instanceof Class
        && LambdaEventSerializers.isLambdaSupportedEvent(((Class<?>) type).getName())) {
      return TypeSerializer.forAll(eventSerializer((Class<?>) type));
    }
    return TypeSerializer.exceptAndroid(JacksonFactory.getInstance().getSerializer(type), type);
  }

  @SuppressWarnings("unchecked") // serves objects of the event's class only
  private PojoSerializer<Object> eventSerializer(Class<?> type) {
    return LambdaEventSerializers.serializerFor((Class<Object>) type, loader);
  }

  private static final class CustomSerializer implements PojoSerializer<Object> {

    private final CustomPojoSerializer serializer;
    private final Type type;

    CustomSerializer(CustomPojoSerializer serializer, Type type) {
      this.serializer = serializer;
      this.type = type;
    }

    @Override
    public Object fromJson(InputStream input) {
      return serializer.fromJson(input, type);
    }

    @Override
    public Object fromJson(String input) {
      return serializer.fromJson(input, type);
    }

    @Override
    public void toJson(Object value, OutputStream output) {
      serializer.toJson(value, output, type);
    }
  }
}
