package io.opentelemetry.lambda.wrapper.internal.handler;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.factories.GsonFactory;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Serializes one type, for callers of the Mobile SDK on Android as the runtime does for them. */
final class TypeSerializer {

  private final PojoSerializer<Object> serializer;
  private final @Nullable Type gsonType;

  /** Serializes in the same way for every caller. */
  static TypeSerializer forAll(PojoSerializer<Object> serializer) {
    return new TypeSerializer(serializer, null);
  }

  /** Serializes with Gson for callers on Android. */
  static TypeSerializer exceptAndroid(PojoSerializer<Object> serializer, Type type) {
    return new TypeSerializer(serializer, type);
  }

  private TypeSerializer(PojoSerializer<Object> serializer, @Nullable Type gsonType) {
    this.serializer = serializer;
    this.gsonType = gsonType;
  }

  PojoSerializer<Object> forCaller(Context context) {
    if (gsonType != null && isAndroid(context.getClientContext())) {
      return GsonFactory.getInstance().getSerializer(gsonType);
    }
    return serializer;
  }

  private static boolean isAndroid(@Nullable ClientContext caller) {
    Map<String, String> environment = caller == null ? null : caller.getEnvironment();
    return environment != null && "Android".equalsIgnoreCase(environment.get("platform"));
  }
}
