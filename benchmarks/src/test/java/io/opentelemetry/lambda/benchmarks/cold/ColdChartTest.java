package io.opentelemetry.lambda.benchmarks.cold;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ColdChartTest {

  private Element svg;

  @BeforeEach
  void draw() throws Exception {
    String text = ColdChart.of("trivial < any", List.of(Samples.result()));
    svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(text.getBytes(UTF_8)))
            .getDocumentElement();
  }

  @Test
  void names_areShownAsTheyAre() {
    assertThat(elements(svg, "text").stream().map(Element::getTextContent))
        .contains("trivial < any", "JDK 17.0.15", "<second> & co", "2250 + 250 ms");
  }

  @Test
  void bars_areInProportion_andWithinTheChart() {
    List<Element> bars =
        elements(svg, "g").stream()
            .map(bar -> elements(bar, "rect"))
            .flatMap(List::stream)
            .toList();
    ToDoubleFunction<Element> width = bar -> Double.parseDouble(bar.getAttribute("width"));
    // none: init and first; first: init and first; …
    assertThat(bars).hasSize(6);
    assertThat(width.applyAsDouble(bars.get(2))).isEqualTo(2 * width.applyAsDouble(bars.get(0)));
    assertThat(width.applyAsDouble(bars.get(2)) + width.applyAsDouble(bars.get(3))).isEqualTo(420);
  }

  @Test
  void image_needsNothingElse_andKnowsDarkPages() {
    assertThat(svg.getElementsByTagName("style").item(0).getTextContent())
        .contains("prefers-color-scheme: dark")
        .doesNotContain("url(", "@import");
    assertThat(elements(svg, "image")).isEmpty();
    assertThat(elements(svg, "script")).isEmpty();
  }

  private static List<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }
}
