package io.opentelemetry.lambda.client.mongo;

import com.mongodb.internal.async.SingleResultCallback;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A callback of the driver's own that goes on in the context of who has given it. */
final class MongoCallback<T> implements SingleResultCallback<T> {

  private final SingleResultCallback<T> callback;
  private final Context context;

  MongoCallback(SingleResultCallback<T> callback, Context context) {
    this.callback = callback;
    this.context = context;
  }

  @Override
  public void onResult(@Nullable T result, @Nullable Throwable error) {
    try (Scope scope = context.makeCurrent()) {
      callback.onResult(result, error);
    }
  }
}
