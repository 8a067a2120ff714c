package io.opentelemetry.lambda.emulator.internal.report.page;

import static io.opentelemetry.lambda.emulator.internal.report.SampleTelemetry.attribute;
import static io.opentelemetry.lambda.emulator.internal.report.SampleTelemetry.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.SampleRuns;
import io.opentelemetry.lambda.emulator.internal.report.SampleTelemetry;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgReportTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir Path folder;

  @Test
  void spans_areBarsBelowTheirTrace_onAnAxisOfItsOwn() throws Exception {
    Document picture =
        write(
            span(1, 1, 0, "GET /items/{id}", START, ms(400))
                .addAttributes(attribute("faas.coldstart", "true"))
                .build(),
            span(1, 2, 1, "DynamoDb.GetItem", START.plus(ms(100)), ms(200)).build(),
            span(2, 3, 0, "GET /items/{id}", START.plus(ms(5_000)), ms(4)).build());
    assertThat(texts(picture))
        .containsExactly(
            "trace 00000000000000000000000000000001, a cold start",
            "GET /items/{id} server",
            "400 ms",
            "DynamoDb.GetItem internal",
            "200 ms",
            "trace 00000000000000000000000000000002",
            "GET /items/{id} server",
            "4.00 ms");
    assertThat(bars(picture))
        .containsExactly("entry 0.0 300.0", "inner 75.0 150.0", "entry 0.0 300.0");
  }

  @Test
  void rootsOfOneTrace_haveAnAxisEach_belowOneHeading() throws Exception {
    Document picture =
        write(
            span(1, 1, 9, "process", START, ms(4)).build(),
            span(1, 2, 9, "process", START.plus(ms(60_000)), ms(1)).build());
    assertThat(bars(picture)).containsExactly("inner 0.0 300.0", "inner 0.0 300.0");
    assertThat(texts(picture))
        .containsExactly(
            "trace 00000000000000000000000000000001",
            "process internal",
            "4.00 ms",
            "process internal",
            "1.00 ms");
  }

  @Test
  void errorsAndLinks_areSaid() throws Exception {
    Span failed =
        span(1, 1, 0, "orders process", START, ms(4))
            .setStatus(Status.newBuilder().setCode(StatusCode.STATUS_CODE_ERROR))
            .addLinks(Span.Link.getDefaultInstance())
            .addLinks(Span.Link.getDefaultInstance())
            .build();
    Document picture = write(failed);
    assertThat(texts(picture)).contains("orders process server, 2 links");
    assertThat(bars(picture)).containsExactly("error 0.0 300.0");
  }

  @Test
  void longName_isCut() throws Exception {
    Document picture = write(span(1, 1, 0, "👩".repeat(100), START, ms(4)).build());
    assertThat(texts(picture)).contains("👩".repeat(TracePicture.MAX_NAME - 1) + "… server");
  }

  @Test
  void manySpans_areCounted() throws Exception {
    Document picture = write(SampleRuns.large(50, 10));
    assertThat(bars(picture)).hasSize(TracePicture.MAX_ROWS);
    assertThat(texts(picture)).last().isEqualTo("and 440 spans more");
  }

  @Test
  void noSpans_isSaid() throws Exception {
    assertThat(texts(write())).containsExactly("no spans");
  }

  @Test
  void anyText_isText() throws Exception {
    Document picture = write(SampleRuns.hostile());
    assertThat(picture.getElementsByTagName("script").getLength()).isZero();
    assertThat(bars(write(span(1, 1, 0, "\uffff\ufffe\u0001]]>&<", START, ms(4)).build())))
        .hasSize(1);
  }

  @Test
  void unwritableFile_isOneLine() {
    assertThatThrownBy(() -> SvgReport.write(SampleRuns.single(), folder))
        .isInstanceOf(EmulatorException.class)
        .hasMessageStartingWith("--svg " + folder + " cannot be written: ")
        .hasMessageNotContaining("\n");
  }

  private Document write(Span... spans) throws Exception {
    return write(
        new Run(
            List.of(),
            SampleTelemetry.create()
                .export("aws-sdk", SampleRuns.FIRST, START.plus(ms(1)), spans)
                .telemetry()));
  }

  private Document write(Run run) throws Exception {
    Path file = folder.resolve("trace.svg");
    SvgReport.write(run, file);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(Files.newInputStream(file));
  }

  private static List<String> texts(Document picture) {
    return elements(picture, "text").stream().map(Element::getTextContent).toList();
  }

  private static List<String> bars(Document picture) {
    return elements(picture, "rect").stream()
        .map(
            bar ->
                bar.getAttribute("class")
                    + " "
                    + bar.getAttribute("x")
                    + " "
                    + bar.getAttribute("width"))
        .toList();
  }

  private static List<Element> elements(Document picture, String name) {
    NodeList nodes = picture.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }
}
