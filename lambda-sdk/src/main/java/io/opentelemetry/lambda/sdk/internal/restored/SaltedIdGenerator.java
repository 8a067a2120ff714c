package io.opentelemetry.lambda.sdk.internal.restored;

import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Random ids that differ between environments made from one snapshot, whose threads go on with the
 * same random numbers: a salt of the environment's own goes into each.
 */
public final class SaltedIdGenerator implements IdGenerator {

  private final Supplier<? extends Random> random;
  private volatile Salt salt = Salt.fresh();

  public static SaltedIdGenerator create() {
    return new SaltedIdGenerator(ThreadLocalRandom::current);
  }

  SaltedIdGenerator(Supplier<? extends Random> random) {
    this.random = random;
  }

  public void renew() {
    salt = Salt.fresh();
  }

  @Override
  public String generateSpanId() {
    Random numbers = random.get();
    long mask = salt.low;
    long id;
    do {
      id = numbers.nextLong() ^ mask;
    } while (id == 0);
    return SpanId.fromLong(id);
  }

  @Override
  public String generateTraceId() {
    Random numbers = random.get();
    Salt mask = salt;
    long high = numbers.nextLong() ^ mask.high;
    long low;
    do {
      low = numbers.nextLong() ^ mask.low;
    } while (low == 0);
    return TraceId.fromLongs(high, low);
  }

  @Override
  public boolean generatesRandomTraceIds() {
    return true;
  }

  private static final class Salt {

    private final long high;
    private final long low;

    static Salt fresh() {
      return new Salt(SystemRandom.nextLong(), SystemRandom.nextLong());
    }

    private Salt(long high, long low) {
      this.high = high;
      this.low = low;
    }
  }
}
