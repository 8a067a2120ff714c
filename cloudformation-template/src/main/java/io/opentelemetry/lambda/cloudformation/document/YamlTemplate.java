package io.opentelemetry.lambda.cloudformation.document;

import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import io.opentelemetry.lambda.cloudformation.document.Value.Scalar;
import io.opentelemetry.lambda.cloudformation.document.Value.Sequence;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A template in YAML 1.1, which is what CloudFormation reads: {@code yes} is {@code true}, {@code
 * 010} is 8. The short forms of functions become the long ones: {@code !Sub x} is {@code
 * {"Fn::Sub": x}}. Anchors and merge keys are taken as the AWS CLI and AWS SAM take them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html">AWS's
 *     description</a>
 */
final class YamlTemplate {

  static final int MAX_DEPTH = 50;

  /** Few aliases can stand for very many values; a template has fewer than this. */
  private static final int MAX_VALUES = 200_000;

  private final Scalars scalars;
  private int values;

  static Value parse(String file, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    Scalars scalars = new Scalars(options);
    Node root = compose(file, text, new Yaml(scalars));
    if (root == null) {
      throw new TemplateException(file + " is empty");
    }
    return new YamlTemplate(scalars).value(root, Location.of(file, line(root)), 0);
  }

  private static @Nullable Node compose(String file, String text, Yaml yaml) {
    try {
      return yaml.compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new TemplateException(
          Location.of(file, line).describe("is not YAML: " + e.getProblem()), e);
    } catch (YAMLException e) {
      String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new TemplateException(file + " is not YAML: " + problem, e);
    }
  }

  private YamlTemplate(Scalars scalars) {
    this.scalars = scalars;
  }

  private Value value(Node node, Location location, int depth) {
    if (++values > MAX_VALUES) {
      throw location.error("the aliases stand for more than " + MAX_VALUES + " values");
    }
    if (depth > MAX_DEPTH) {
      throw location.error("the aliases lead deeper than " + MAX_DEPTH + " levels");
    }
    Tag tag = node.getTag();
    String function = tag.getValue().startsWith("!") ? function(tag.getValue()) : null;
    if (function == null) {
      return untagged(node, location, depth);
    }
    Value argument = untagged(node, location, depth);
    return new Mapping(location, Map.of(function, argument));
  }

  /** {@code !Ref} and {@code !Condition} are the two that have no prefix. */
  private static String function(String tag) {
    String name = tag.substring(1);
    return name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
  }

  private Value untagged(Node node, Location location, int depth) {
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, location, depth);
    }
    if (node instanceof SequenceNode sequence) {
      return sequence(sequence, location, depth);
    }
    ScalarNode scalar = (ScalarNode) node;
    if (scalar.getTag().equals(Tag.NULL)) {
      throw location.error("there is no value; a template has no nulls");
    }
    return new Scalar(location, scalars.text(scalar));
  }

  private Mapping mapping(MappingNode node, Location location, int depth) {
    Map<String, Value> entries = new LinkedHashMap<>();
    List<Mapping> defaults = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
        defaults.addAll(merged(tuple.getValueNode(), location, depth + 1));
        continue;
      }
      String key = key(tuple.getKeyNode(), location);
      Location entry = location.entry(key, line(tuple.getKeyNode()));
      if (entries.put(key, value(tuple.getValueNode(), entry, depth + 1)) != null) {
        throw entry.error("this key stands here twice");
      }
    }
    defaults.forEach(mapping -> mapping.entries().forEach(entries::putIfAbsent));
    return new Mapping(location, entries);
  }

  private List<Mapping> merged(Node node, Location location, int depth) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream()
          .map(element -> value(element, location, depth).asMapping())
          .toList();
    }
    return List.of(value(node, location, depth).asMapping());
  }

  private static String key(Node node, Location location) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw Location.of(location.file(), line(node))
        .error("a list or a map stands where a key belongs");
  }

  private Sequence sequence(SequenceNode node, Location location, int depth) {
    List<Value> elements = new ArrayList<>();
    for (Node element : node.getValue()) {
      Location at = location.element(elements.size(), line(element));
      elements.add(value(element, at, depth + 1));
    }
    return new Sequence(location, elements);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /** Turns what looks like a number or a boolean into the text that CloudFormation makes of it. */
  private static final class Scalars extends SafeConstructor {

    private static final Set<Tag> CONVERTED = Set.of(Tag.BOOL, Tag.INT, Tag.FLOAT);

    private Scalars(LoaderOptions options) {
      super(options);
    }

    private String text(ScalarNode node) {
      if (!CONVERTED.contains(node.getTag())) {
        return node.getValue();
      }
      try {
        return String.valueOf(constructObject(node));
      } catch (NumberFormatException e) {
        // said to be a number by a tag, and is none
        return node.getValue();
      }
    }
  }
}
