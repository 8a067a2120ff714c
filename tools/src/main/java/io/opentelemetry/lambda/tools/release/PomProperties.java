package io.opentelemetry.lambda.tools.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The properties of a POM, in its order.
 *
 * @param values by their names
 */
record PomProperties(Map<String, String> values) {

  static PomProperties read(Path pom) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      Element properties =
          (Element)
              DocumentBuilderFactory.newInstance()
                  .newDocumentBuilder()
                  .parse(pom.toFile())
                  .getElementsByTagName("properties")
                  .item(0);
      for (Node node = properties.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node instanceof Element property) {
          values.put(property.getTagName(), property.getTextContent());
        }
      }
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
    return new PomProperties(values);
  }

  /** Gets lines such as {@code aws-sdk.version 2.57.8 -> 2.58.0}. */
  List<String> changes(PomProperties newer) {
    List<String> changes = new ArrayList<>();
    newer.values.forEach(
        (name, value) -> {
          String old = values.get(name);
          if (old != null && !old.equals(value)) {
            changes.add(name + " " + old + " -> " + value);
          }
        });
    return changes;
  }
}
