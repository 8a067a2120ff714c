package io.opentelemetry.lambda.client.jedis;

import org.jspecify.annotations.Nullable;

/** What is to be done when a method of Jedis ends. */
interface JedisEnd {

  void end(@Nullable Throwable error);
}
