package io.opentelemetry.lambda.client.executors;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Stands in the user's classes for the methods of streams with the same names: what a parallel
 * stream calls on the threads of the common pool is done in the context of the caller. A stream may
 * become parallel until it is evaluated, so the function of an operation that does not evaluate it
 * always gets the context.
 */
@SuppressWarnings("overloads") // as the JDK's, which are of several types
public final class ParallelStreams {

  public static <T, R> Stream<R> map(Object stream, Function<? super T, ? extends R> function) {
    return ParallelStreams.<T>elements(stream).map(ContextStage.elementApplied(function));
  }

  public static <T, R> Stream<R> flatMap(
      Object stream, Function<? super T, ? extends Stream<? extends R>> function) {
    return ParallelStreams.<T>elements(stream).flatMap(ContextStage.elementApplied(function));
  }

  public static <T> Stream<T> filter(Object stream, Predicate<? super T> predicate) {
    return ParallelStreams.<T>elements(stream).filter(ContextStage.tested(predicate));
  }

  public static <T> boolean anyMatch(Object stream, Predicate<? super T> predicate) {
    return ParallelStreams.<T>elements(stream).anyMatch(tested(stream, predicate));
  }

  public static <T> boolean allMatch(Object stream, Predicate<? super T> predicate) {
    return ParallelStreams.<T>elements(stream).allMatch(tested(stream, predicate));
  }

  public static <T> boolean noneMatch(Object stream, Predicate<? super T> predicate) {
    return ParallelStreams.<T>elements(stream).noneMatch(tested(stream, predicate));
  }

  public static <T> Stream<T> peek(Object stream, Consumer<? super T> action) {
    return ParallelStreams.<T>elements(stream).peek(ContextStage.elementAccepted(action));
  }

  public static <T> void forEach(Object stream, Consumer<? super T> action) {
    ParallelStreams.<T>elements(stream).forEach(accepted(stream, action));
  }

  public static <T> void forEachOrdered(Object stream, Consumer<? super T> action) {
    ParallelStreams.<T>elements(stream).forEachOrdered(accepted(stream, action));
  }

  public static <U> Stream<U> mapToObj(Object stream, IntFunction<? extends U> function) {
    return ((IntStream) stream).mapToObj(ContextStage.appliedToInt(function));
  }

  public static void forEach(Object stream, IntConsumer action) {
    ((IntStream) stream).forEach(isParallel(stream) ? ContextStage.intAccepted(action) : action);
  }

  public static <U> Stream<U> mapToObj(Object stream, LongFunction<? extends U> function) {
    return ((LongStream) stream).mapToObj(ContextStage.appliedToLong(function));
  }

  public static void forEach(Object stream, LongConsumer action) {
    ((LongStream) stream).forEach(isParallel(stream) ? ContextStage.longAccepted(action) : action);
  }

  private static <T> Predicate<T> tested(Object stream, Predicate<T> predicate) {
    return isParallel(stream) ? ContextStage.tested(predicate) : predicate;
  }

  private static <T> Consumer<T> accepted(Object stream, Consumer<T> action) {
    return isParallel(stream) ? ContextStage.elementAccepted(action) : action;
  }

  private static boolean isParallel(Object stream) {
    return ((BaseStream<?, ?>) stream).isParallel();
  }

  @SuppressWarnings("unchecked") // the caller's class knows
  private static <T> Stream<T> elements(Object stream) {
    return (Stream<T>) stream;
  }

  private ParallelStreams() {}
}
