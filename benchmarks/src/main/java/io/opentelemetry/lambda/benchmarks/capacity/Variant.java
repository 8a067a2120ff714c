package io.opentelemetry.lambda.benchmarks.capacity;

import java.util.List;
import java.util.stream.Stream;

/**
 * One way to report, which is a row of the result.
 *
 * @param collector whether the function exports to the Collector layer
 */
public record Variant(Flush flush, boolean collector) {

  /** The bare function, and each flush policy with and without the Collector layer. */
  public static List<Variant> all() {
    Stream<Variant> layers =
        Stream.of(false, true)
            .flatMap(
                collector ->
                    Stream.of(Flush.BEFORE_RESPONSE, Flush.AFTER_RESPONSE, Flush.ADAPTIVE)
                        .map(flush -> new Variant(flush, collector)));
    return Stream.concat(Stream.of(new Variant(Flush.NONE, /* collector= */ false)), layers)
        .toList();
  }

  /** The name of the row. */
  public String name() {
    return flush.setting() + (collector ? " + Collector" : "");
  }
}
