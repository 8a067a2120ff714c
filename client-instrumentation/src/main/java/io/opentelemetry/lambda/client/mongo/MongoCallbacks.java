package io.opentelemetry.lambda.client.mongo;

import com.mongodb.internal.async.SingleResultCallback;
import io.opentelemetry.context.Context;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import org.jspecify.annotations.Nullable;

/**
 * The hook of those methods of MongoDB's driver that wait for a server, a connection or an answer,
 * and go on in a thread of another: by its callbacks the caller's context is there.
 */
public final class MongoCallbacks {

  /** For the callback, which is the last argument. */
  @Guarded(Mongo.LIBRARY)
  public static @Nullable SingleResultCallback<?> inContext(
      @Otherwise @Nullable SingleResultCallback<?> callback) {
    Context context = Context.current();
    return callback == null || context == Context.root()
        ? callback
        : new MongoCallback<>(callback, context);
  }

  private MongoCallbacks() {}
}
