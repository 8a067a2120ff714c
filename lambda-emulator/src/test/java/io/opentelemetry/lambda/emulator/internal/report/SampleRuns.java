package io.opentelemetry.lambda.emulator.internal.report;

import static io.opentelemetry.lambda.emulator.internal.report.SampleTelemetry.attribute;
import static io.opentelemetry.lambda.emulator.internal.report.SampleTelemetry.span;

import com.google.protobuf.ByteString;
import io.opentelemetry.lambda.emulator.FunctionError;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Runs that a page has to be able to show. */
public final class SampleRuns {

  public static final String FIRST = "2026/11/22/[$LATEST]7f073abd542845e189b26f84dfbd2231";
  public static final String SECOND = "2026/11/22/[$LATEST]1c2f0a6be5f74d1d8f0b4a9f3be1d77a";

  public static final String EVIL_MARKUP =
      "</script><script>alert(1)</script><!--\"'><img src=x onerror=alert(2)>{{ 7 * 7 }}";

  private static final FunctionError ERROR =
      new FunctionError(
          "java.lang.IllegalStateException",
          "the table has no such item",
          List.of(
              "example.Handler.find(Handler.java:42)",
              "example.Handler.handleRequest(Handler.java:21)"));
  private static final FunctionError TIMED_OUT =
      new FunctionError(
          "Sandbox.Timedout", "RequestId: 5 Error: Task timed out after 0.60 seconds", List.of());

  /** Two environments, hours frozen, an error, a timeout, and spans that were exported late. */
  public static Run full() {
    SampleTelemetry telemetry = SampleTelemetry.create();
    SampleEnvironment first = SampleEnvironment.of(FIRST);
    first.log(ms(120), "function", "[otel] started");
    first.init(ms(875)).frozen(ms(4));

    Instant one = first.now();
    first.log(ms(150), "function", "reading the item 42");
    first.log(ms(320), "function", "\u001b[32mfound\u001b[0m it");
    first.answer(
        "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"text/plain\"},\"body\":\"the answer\"}",
        ms(362),
        ms(12));
    telemetry.export(
        "aws-sdk",
        FIRST,
        one.plus(ms(350)),
        span(1, 12, 11, "DynamoDb.GetItem", one.plus(ms(90)), ms(204))
            .setKind(SpanKind.SPAN_KIND_CLIENT)
            .addAttributes(attribute("rpc.system", "aws-api"))
            .addAttributes(attribute("aws.request_id", "7VOGV01LMI6PRO3E"))
            .build(),
        span(1, 11, 9, "GET /items/{id}", one.plus(ms(60)), ms(276))
            .setKind(SpanKind.SPAN_KIND_SERVER)
            .addAttributes(attribute("http.route", "/items/{id}"))
            .addAttributes(attribute("faas.coldstart", "true"))
            .build());
    first.frozen(Duration.ofMinutes(123));

    Instant two = first.now();
    first.log(ms(3), "function", "reading the item 43");
    first.log(ms(60), "collector", "{\"level\":\"info\",\"msg\":\"flushing 3 spans\"}");
    first.answer("\"accepted\"", ms(31), ms(180));
    Span late = span(2, 22, 21, "write behind", two.plus(ms(20)), ms(150)).build();
    telemetry.export(
        "aws-sdk",
        FIRST,
        two.plus(ms(28)),
        span(2, 21, 0, "POST /items", two.plus(ms(2)), ms(26)).build());
    first.frozen(Duration.ofSeconds(61));

    Instant three = first.now();
    telemetry.export(
        "aws-sdk",
        FIRST,
        three.plus(ms(15)),
        late,
        span(3, 32, 31, "DynamoDb.GetItem", three.plus(ms(4)), ms(20))
            .setKind(SpanKind.SPAN_KIND_CLIENT)
            .setStatus(
                Status.newBuilder()
                    .setCode(StatusCode.STATUS_CODE_ERROR)
                    .setMessage("no such item"))
            .addEvents(
                Span.Event.newBuilder()
                    .setName("exception")
                    .setTimeUnixNano(SampleTelemetry.unixNanos(three.plus(ms(22))))
                    .addAttributes(attribute("exception.type", "java.lang.IllegalStateException"))
                    .addAttributes(
                        attribute(
                            "exception.stacktrace", String.join("\n\tat ", ERROR.stackTrace()))))
            .addLinks(
                Span.Link.newBuilder().setTraceId(late.getTraceId()).setSpanId(late.getSpanId()))
            .build(),
        span(3, 31, 0, "GET /items/{id}", three.plus(ms(1)), ms(30))
            .setStatus(Status.newBuilder().setCode(StatusCode.STATUS_CODE_ERROR))
            .build());
    first.log(ms(25), "function", "java.lang.IllegalStateException: the table has no such item");
    first.fail(ERROR, ms(37), ms(2)).frozen(ms(900));

    Instant four = first.now();
    first.timeOut(TIMED_OUT, ms(600)).shutdown(ms(20));
    telemetry.export(
        "aws-sdk",
        FIRST,
        four.plus(ms(610)),
        span(4, 41, 0, "GET /slow", four.plus(ms(5)), ms(590)).build());

    SampleEnvironment second =
        SampleEnvironment.of(SECOND, Duration.ofMinutes(123).plus(ms(1_300)));
    second.restore(ms(140));
    Instant five = second.now();
    second.answer("\"ok\"", ms(88), ms(4)).frozen(Duration.ofSeconds(63)).shutdown(ms(300));
    telemetry.export(
        "stock",
        SECOND,
        five.plus(ms(80)),
        span(2, 51, 21, "stock.reserve", five.plus(ms(2)), ms(76))
            .setKind(SpanKind.SPAN_KIND_CONSUMER)
            .build());
    return new Run(List.of(first.report(), second.report()), telemetry.telemetry());
  }

  /** One invocation with one span. */
  public static Run single() {
    SampleEnvironment environment = SampleEnvironment.of(FIRST).init(ms(640)).frozen(ms(3));
    Instant start = environment.now();
    environment.answer("{}", ms(48), ms(1)).shutdown(ms(2));
    Span span = span(1, 1, 0, "hello", start.plus(ms(3)), ms(40)).build();
    return new Run(
        List.of(environment.report()),
        SampleTelemetry.create().export("hello", FIRST, start.plus(ms(46)), span).telemetry());
  }

  /** Many invocations with many spans each, an hour apart; every 50th fails. */
  public static Run large(int invocations, int spansEach) {
    SampleTelemetry telemetry = SampleTelemetry.create();
    SampleEnvironment environment = SampleEnvironment.of(FIRST).init(ms(800));
    for (int i = 1; i <= invocations; i++) {
      environment.frozen(Duration.ofHours(1));
      Instant start = environment.now();
      Duration duration = ms(40 + i * 7 % 50);
      for (int line = 0; line < 20; line++) {
        environment.log(ms(line), "function", "line " + line + " of invocation " + i);
      }
      if (i % 50 == 0) {
        environment.fail(ERROR, duration, ms(3));
      } else {
        environment.answer("\"" + i + "\"", duration, ms(3));
      }
      Span[] spans = new Span[spansEach];
      for (int s = 0; s < spansEach; s++) {
        spans[s] =
            span(
                    i,
                    s + 1,
                    s == 0 ? 0 : s / 3 + 1,
                    "operation " + s,
                    start.plusNanos(700_000L * s),
                    ms(40 - s * 39L / spansEach))
                .addAttributes(attribute("code.function.name", "example.Handler.operation" + s))
                .addAttributes(attribute("thread.name", "main"))
                .addAttributes(attribute("db.query.text", "select * from items where id = ?"))
                .addAttributes(attribute("server.address", "dynamodb.us-east-1.amazonaws.com"))
                .build();
      }
      telemetry.export("service", FIRST, start.plus(duration).minusMillis(1), spans);
    }
    return new Run(List.of(environment.report()), telemetry.telemetry());
  }

  /** Texts that would break out of where they stand, times that cannot be, spans in a circle. */
  public static Run hostile() {
    String evil = EVIL_MARKUP + " \u0000\u0007\u2028\u202e 👩‍💻\ud800";
    FunctionError error = new FunctionError(evil, evil, List.of(evil, evil));
    SampleEnvironment environment = SampleEnvironment.of(evil).log(ms(1), evil, evil);
    environment.initError(ms(100), error);
    Instant start = environment.now();
    environment
        .answer(evil + "x".repeat(300_000), ms(50), ms(1))
        .log(ms(1), evil, evil)
        .fail(error, ms(50), ms(1));
    Span odd =
        span(1, 1, 3, evil.replace("\ud800", ""), start, ms(10))
            .addAttributes(attribute("__proto__", "x".repeat(100_000)))
            .addAttributes(attribute(evil.replace("\ud800", ""), evil.replace("\ud800", "")))
            .addEvents(Span.Event.newBuilder().setName("<b>event</b>"))
            .addLinks(Span.Link.newBuilder().setTraceId(ByteString.copyFromUtf8("<i>link</i>")))
            .setTraceState("<script>alert(3)</script>")
            .build();
    return new Run(
        List.of(environment.report()),
        SampleTelemetry.create()
            .export(
                evil.replace("\ud800", ""),
                "elsewhere",
                start.plus(ms(49)),
                odd,
                span(1, 2, 1, "", start.plus(ms(1)), ms(5)).build(),
                span(1, 3, 2, "third", start.plus(ms(2)), ms(5)).build(),
                span(2, 4, 4, "own parent", start.plus(ms(3)), Duration.ofMillis(-8)).build(),
                span(3, 5, 0, "1970", start.plus(ms(4)), ms(1)).setStartTimeUnixNano(0).build(),
                span(3, 6, 0, "last", start.plus(ms(4)), ms(1)).setEndTimeUnixNano(-1).build())
            .telemetry());
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private SampleRuns() {}
}
