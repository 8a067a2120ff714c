package io.opentelemetry.lambda.cloudformation.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import io.opentelemetry.lambda.cloudformation.document.Value.Scalar;
import io.opentelemetry.lambda.cloudformation.document.Value.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A template in JSON. The YAML parser is not used for it: it refuses tabs and {@code \/}, which
 * JSON allows.
 */
final class JsonTemplate {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(YamlTemplate.MAX_DEPTH).build())
          .build();

  private final JsonParser parser;

  static Value parse(String file, String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      Value template = new JsonTemplate(parser).value(Location.of(file, 1));
      if (parser.nextToken() != null) {
        throw Location.of(file, line(parser)).error("is not JSON: something follows its end");
      }
      return template;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String problem = e.getOriginalMessage().replace('\n', ' ');
      throw new TemplateException(Location.of(file, line).describe("is not JSON: " + problem), e);
    } catch (IOException e) {
      throw new IllegalStateException("a string can be read", e);
    }
  }

  private JsonTemplate(JsonParser parser) {
    this.parser = parser;
  }

  private Value value(Location location) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(location);
      case START_ARRAY -> sequence(location);
      case VALUE_NULL -> throw location.error("there is no value; a template has no nulls");
      default -> new Scalar(location, parser.getText());
    };
  }

  private Mapping mapping(Location location) throws IOException {
    Map<String, Value> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      entries.put(key, value(location.entry(key, line(parser))));
    }
    return new Mapping(location, entries);
  }

  private Sequence sequence(Location location) throws IOException {
    List<Value> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(location.element(elements.size(), line(parser))));
    }
    return new Sequence(location, elements);
  }

  private static int line(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
