package io.opentelemetry.lambda.tools.attach;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Inserts into a YAML or JSON text, and leaves all else of it as it is: comments, order, quotes,
 * line ends.
 */
final class YamlEditor {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./:@-]*");
  private static final Set<String> OTHER_TYPES =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");
  private static final int INDENT = 2;

  private final String text;
  private final String newline;
  private final boolean isJson;
  private final List<Edit> edits = new ArrayList<>();

  /** Nodes that an alias repeats are changed once. */
  private final IdentityHashMap<Node, Set<String>> inserted = new IdentityHashMap<>();

  private record Edit(int from, int to, String text) {}

  YamlEditor(String text) {
    this.text = text;
    this.newline = text.contains("\r\n") ? "\r\n" : "\n";
    this.isJson = text.stripLeading().startsWith("{");
  }

  /**
   * Reads the text's nodes.
   *
   * @throws org.yaml.snakeyaml.error.YAMLException if it is none
   */
  static @Nullable Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Yaml(options).compose(new StringReader(text));
  }

  /** Finds the value of a key, or null. */
  static @Nullable Node get(@Nullable Node node, String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
          return entry.getValueNode();
        }
      }
    }
    return null;
  }

  /** Gets the value of a scalar without a tag such as {@code !Ref}, or null. */
  static @Nullable String text(@Nullable Node node) {
    return node instanceof ScalarNode scalar && !scalar.getTag().getValue().startsWith("!")
        ? scalar.getValue()
        : null;
  }

  /** Writes another text in place of a scalar's. */
  void replace(Node scalar, String value) {
    int from = index(scalar.getStartMark().getIndex());
    int to = index(scalar.getEndMark().getIndex());
    edits.add(new Edit(from, to, quoted(value)));
  }

  /**
   * Inserts the way to a value into a mapping, before its first entry.
   *
   * @param keys the first is new in the mapping, the others are below it
   * @param value a text, a list of one text, or a mapping of texts
   */
  void insert(MappingNode mapping, List<String> keys, Object value) {
    Set<String> names = inserted.computeIfAbsent(mapping, node -> new HashSet<>());
    if (!names.add(keys.get(0))) {
      return;
    }
    if (isFlow(mapping)) {
      int from = index(mapping.getStartMark().getIndex()) + 1;
      boolean isFirst = names.size() == 1;
      String entry = flow(keys, value);
      if (!mapping.getValue().isEmpty()) {
        entry += ", ";
      } else if (!isFirst) {
        entry = ", " + entry;
      }
      edits.add(new Edit(from, from, entry));
      return;
    }
    NodeTuple first = mapping.getValue().get(0);
    int column = first.getKeyNode().getStartMark().getColumn();
    int from = index(first.getKeyNode().getStartMark().getIndex());
    edits.add(new Edit(from, from, block(keys, value, column) + newline + " ".repeat(column)));
  }

  /** Appends a text to a list. */
  void append(SequenceNode list, String value) {
    if (!inserted.computeIfAbsent(list, node -> new HashSet<>()).add(value)) {
      return;
    }
    List<Node> items = list.getValue();
    if (isFlow(list)) {
      int to = index(list.getEndMark().getIndex()) - 1;
      edits.add(new Edit(to, to, (items.isEmpty() ? "" : ", ") + quoted(value)));
      return;
    }
    Node last = items.get(items.size() - 1);
    int dash = index(list.getStartMark().getIndex());
    String item = "- " + quoted(value);
    int column = list.getStartMark().getColumn();
    if (endsOnItsLine(last)) {
      int to = lineEnd(index(last.getEndMark().getIndex()));
      edits.add(new Edit(to, to, newline + " ".repeat(column) + item));
    } else {
      edits.add(new Edit(dash, dash, item + newline + " ".repeat(column)));
    }
  }

  /** Tells nodes whose end mark is their last character, and not the next token. */
  private static boolean endsOnItsLine(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getScalarStyle() != ScalarStyle.LITERAL
          && scalar.getScalarStyle() != ScalarStyle.FOLDED;
    }
    return isFlow(node);
  }

  private static boolean isFlow(Node node) {
    return node instanceof CollectionNode<?> collection
        && (collection.getFlowStyle() == FlowStyle.FLOW || collection.getValue().isEmpty());
  }

  private int lineEnd(int from) {
    int end = text.indexOf('\n', from);
    if (end < 0) {
      return text.length();
    }
    return end > 0 && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  /** A mark counts code points. */
  private int index(int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }

  private String flow(List<String> keys, Object value) {
    StringBuilder flow = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      flow.append(i == 0 ? "" : "{").append(quoted(keys.get(i))).append(": ");
    }
    if (value instanceof Map<?, ?> mapping) {
      flow.append('{')
          .append(
              mapping.entrySet().stream()
                  .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
                  .collect(Collectors.joining(", ")))
          .append('}');
    } else if (value instanceof List<?> list) {
      flow.append('[').append(quoted(list.get(0))).append(']');
    } else {
      flow.append(quoted(value));
    }
    return flow.append("}".repeat(keys.size() - 1)).toString();
  }

  private String block(List<String> keys, Object value, int column) {
    StringBuilder block = new StringBuilder();
    int indent = column;
    for (String key : keys) {
      if (indent > column) {
        block.append(newline).append(" ".repeat(indent));
      }
      block.append(key).append(':');
      indent += INDENT;
    }
    String line = newline + " ".repeat(indent);
    if (value instanceof Map<?, ?> mapping) {
      mapping.forEach(
          (key, text) -> block.append(line).append(key).append(": ").append(quoted(text)));
    } else if (value instanceof List<?> list) {
      block.append(line).append("- ").append(quoted(list.get(0)));
    } else {
      block.append(' ').append(quoted(value));
    }
    return block.toString();
  }

  private String quoted(Object object) {
    String value = String.valueOf(object);
    boolean isPlain =
        !isJson
            && PLAIN.matcher(value).matches()
            && !value.endsWith(":")
            && !OTHER_TYPES.contains(value.toLowerCase(Locale.ROOT));
    if (isPlain) {
      return value;
    }
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Counts the changes so far, to go back to. */
  int changes() {
    return edits.size();
  }

  /** Takes back what has been changed since there were so many changes. */
  void undoTo(int changes) {
    edits.subList(changes, edits.size()).clear();
  }

  /** Makes the text with all that was inserted. */
  String edited() {
    List<Edit> fromTheEnd = new ArrayList<>(edits);
    // of two at one place the first is before the second in the text
    Collections.reverse(fromTheEnd);
    fromTheEnd.sort(Comparator.comparingInt(Edit::from).reversed());
    StringBuilder edited = new StringBuilder(text);
    for (Edit edit : fromTheEnd) {
      edited.replace(edit.from(), edit.to(), edit.text());
    }
    return edited.toString();
  }
}
