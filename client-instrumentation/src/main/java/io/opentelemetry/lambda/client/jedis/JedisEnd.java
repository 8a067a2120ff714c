package io.opentelemetry.lambda.client.jedis;

import org.jspecify.annotations.Nullable;

/** Something to be done when a method of Jedis ends. */
interface JedisEnd {

  void end(@Nullable Throwable error);
}
