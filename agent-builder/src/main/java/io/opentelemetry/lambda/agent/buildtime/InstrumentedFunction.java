package io.opentelemetry.lambda.agent.buildtime;

import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The outcome of an instrumentation.
 *
 * @param files the contents of the function's files that are new or others than before
 * @param libraries that are instrumented, by upstream's names
 * @param left libraries that the agent would instrument, and that are not
 * @param changed the number of classes that were changed, by jar
 * @param addedClasses the number of classes that were added
 * @param addedBytes the size of the jar that has them
 */
record InstrumentedFunction(
    Map<String, byte[]> files,
    SortedSet<String> libraries,
    SortedSet<String> left,
    SortedMap<String, Integer> changed,
    int addedClasses,
    long addedBytes) {}
