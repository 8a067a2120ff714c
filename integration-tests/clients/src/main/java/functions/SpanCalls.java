package functions;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.instrumentation.annotations.SpanAttribute;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Methods that are spans. */
final class SpanCalls implements Client {

  @Override
  public String call(String way, String url) throws Exception {
    return switch (way) {
      case "named" -> named();
      case "default" -> unnamed(7);
      case "static" -> ofClass();
      case "error" -> fails();
      case "root" -> apart();
      case "attributes" ->
          attributes(
              "text",
              1,
              2L,
              3.5,
              4.5f,
              true,
              'c',
              (short) 6,
              new String[] {"a", "b"},
              new int[] {7},
              new long[] {8},
              List.of("c"),
              null,
              Way.SLOW);
      case "future" -> future(url).get(5, TimeUnit.SECONDS);
      case "failed-future" -> failedFuture().exceptionally(Throwable::getMessage).join();
      case "late-failure" -> lateFailure().exceptionally(Throwable::toString).join();
      case "stage" -> stage().toCompletableFuture().join();
      case "bridge" -> String.valueOf(new Generic().apply("a"));
      default -> throw new IllegalArgumentException(way);
    };
  }

  @WithSpan(value = "Größe", kind = SpanKind.CLIENT)
  private String named() {
    return "named";
  }

  @WithSpan
  public String unnamed(long unused) {
    Span.current().setAttribute("own", unused);
    return "unnamed";
  }

  @WithSpan
  static synchronized String ofClass() {
    return "static";
  }

  @WithSpan("failing")
  private String fails() {
    throw new IllegalStateException("no");
  }

  @WithSpan(inheritContext = false)
  private String apart() {
    return "apart";
  }

  @WithSpan
  private String attributes(
      @SpanAttribute("text") String text,
      @SpanAttribute("int") int number,
      @SpanAttribute("long") long big,
      @SpanAttribute("double") double wide,
      @SpanAttribute("float") float single,
      @SpanAttribute("boolean") boolean truth,
      @SpanAttribute("char") char letter,
      @SpanAttribute("short") short small,
      @SpanAttribute("texts") String[] texts,
      @SpanAttribute("ints") int[] numbers,
      @SpanAttribute("longs") long[] bigs,
      @SpanAttribute("list") List<String> list,
      @SpanAttribute("null") String none,
      @SpanAttribute("enum") Way way) {
    return text
        + number
        + big
        + wide
        + single
        + truth
        + letter
        + small
        + texts.length
        + numbers[0]
        + bigs[0]
        + list
        + none
        + way;
  }

  @WithSpan
  private CompletableFuture<String> future(@SpanAttribute String url) {
    return CompletableFuture.supplyAsync(() -> "later" + url);
  }

  @WithSpan
  private CompletableFuture<String> failedFuture() {
    return CompletableFuture.failedFuture(new IllegalStateException("no"));
  }

  @WithSpan
  private CompletableFuture<String> lateFailure() {
    CompletableFuture<String> result = new CompletableFuture<>();
    CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS)
        .execute(() -> result.completeExceptionally(new IllegalStateException("no")));
    return result;
  }

  @WithSpan
  private CompletionStage<String> stage() {
    return CompletableFuture.supplyAsync(() -> "staged");
  }

  private enum Way {
    SLOW
  }

  /** Has a bridge with the annotation, too. */
  private static final class Generic implements java.util.function.UnaryOperator<String> {

    @Override
    @WithSpan
    public String apply(String text) {
      return text + text;
    }
  }
}
