package io.opentelemetry.lambda.tools.attach;

import io.opentelemetry.lambda.tools.ToolException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Attaches layers to the functions of a CloudFormation or AWS SAM template, in its text. */
final class TemplateAttachment {

  private static final Set<String> TYPES =
      Set.of("AWS::Serverless::Function", "AWS::Lambda::Function");
  private static final String LAYERS = "Layers";
  private static final String ENVIRONMENT = "Environment";
  private static final String VARIABLES = "Variables";
  private static final int MAX_LAYERS = 5;

  private final String text;
  private final YamlEditor editor;
  private final @Nullable Node globals;
  private final Map<String, List<String>> lines = new LinkedHashMap<>();
  private final List<String> refusals = new ArrayList<>();

  /** Chooses what a function of a runtime and an architecture shall have. */
  interface Chooser {

    /**
     * Chooses layers and variables.
     *
     * @return null if there is no layer for it
     * @throws LeftAloneException if the layer is not published
     */
    @Nullable Wish choose(String runtime, String architecture);
  }

  /**
   * Plans what to insert; nothing is written.
   *
   * @throws ToolException if the text is no template
   */
  static TemplateAttachment of(String text, Chooser chooser) {
    Node template;
    try {
      template = YamlEditor.compose(text);
    } catch (YAMLException e) {
      throw ToolException.usage("it is no YAML and no JSON: " + firstLine(e));
    }
    if (!(YamlEditor.get(template, "Resources") instanceof MappingNode resources)) {
      throw ToolException.usage("it is no template: it has no Resources");
    }
    TemplateAttachment attachment =
        new TemplateAttachment(
            text, YamlEditor.get(YamlEditor.get(template, "Globals"), "Function"));
    for (NodeTuple resource : resources.getValue()) {
      attachment.addIfFunction(
          ((ScalarNode) resource.getKeyNode()).getValue(), resource.getValueNode(), chooser);
    }
    return attachment;
  }

  private static String firstLine(YAMLException thrown) {
    return String.valueOf(thrown.getMessage()).lines().map(String::strip).findFirst().orElse("")
        + String.valueOf(thrown.getMessage())
            .lines()
            .filter(line -> line.contains("line "))
            .findFirst()
            .map(line -> "," + line.replaceFirst(".*(line \\d+).*", " $1"))
            .orElse("");
  }

  private TemplateAttachment(String text, @Nullable Node globals) {
    this.text = text;
    this.editor = new YamlEditor(text);
    this.globals = globals;
  }

  private void addIfFunction(String logicalId, Node resource, Chooser chooser) {
    String type = YamlEditor.text(YamlEditor.get(resource, "Type"));
    if (type == null || !TYPES.contains(type)) {
      return;
    }
    List<String> changes = new ArrayList<>();
    int before = editor.changes();
    try {
      if (!(YamlEditor.get(resource, "Properties") instanceof MappingNode properties)) {
        throw new LeftOutException("it has no Properties");
      }
      Wish wish = wish(properties, chooser);
      checkExecWrapper(properties, wish);
      for (LayerChoice layer : wish.layers()) {
        attach(properties, layer.arn(), changes);
      }
      setVariables(properties, wish.variables(), changes);
      lines.put(logicalId, changes);
    } catch (LeftOutException e) {
      lines.put(logicalId, List.of("left out: " + e.getMessage()));
    } catch (LeftAloneException e) {
      editor.undoTo(before);
      refusals.add(logicalId + ": " + e.getMessage());
    }
  }

  private Wish wish(MappingNode properties, Chooser chooser) {
    if ("Image".equals(YamlEditor.text(YamlEditor.get(properties, "PackageType")))) {
      throw new LeftOutException("it is a container image, which takes no layers");
    }
    Node declared = inherited(properties, "Runtime");
    String runtime = YamlEditor.text(declared);
    if (runtime == null) {
      throw declared == null
          ? new LeftOutException("it has no Runtime")
          : new LeftAloneException("its Runtime is no plain text, so that no layer can be chosen");
    }
    Wish wish = chooser.choose(runtime, architecture(properties));
    if (wish == null) {
      throw new LeftOutException("no layer is for " + runtime);
    }
    return wish;
  }

  private String architecture(MappingNode properties) {
    Node architectures = inherited(properties, "Architectures");
    if (architectures == null) {
      return "x86_64";
    }
    String architecture =
        architectures instanceof SequenceNode list && list.getValue().size() == 1
            ? YamlEditor.text(list.getValue().get(0))
            : null;
    if (architecture == null) {
      throw new LeftAloneException("its Architectures are no plain text, so that none is known");
    }
    return architecture;
  }

  private @Nullable Node inherited(MappingNode properties, String key) {
    Node own = YamlEditor.get(properties, key);
    return own == null ? YamlEditor.get(globals, key) : own;
  }

  private void checkExecWrapper(MappingNode properties, Wish wish) {
    if (!wish.variables().containsKey(Change.EXEC_WRAPPER)) {
      return;
    }
    for (Node holder : new Node[] {properties, globals == null ? properties : globals}) {
      Node wrapper = variable(holder, Change.EXEC_WRAPPER);
      if (wrapper != null && !Change.SCRIPT.equals(YamlEditor.text(wrapper))) {
        throw new LeftAloneException(
            Change.EXEC_WRAPPER
                + " is set to something else, and Lambda takes one: remove it, or let that script end"
                + " with exec "
                + Change.SCRIPT
                + " \"$@\" and attach the layer by hand");
      }
    }
  }

  private static @Nullable Node variable(Node properties, String name) {
    return YamlEditor.get(YamlEditor.get(YamlEditor.get(properties, ENVIRONMENT), VARIABLES), name);
  }

  private void attach(MappingNode properties, String arn, List<String> changes) {
    if (contains(YamlEditor.get(globals, LAYERS), arn)) {
      return;
    }
    Node layers = YamlEditor.get(properties, LAYERS);
    if (layers == null) {
      editor.insert(properties, List.of(LAYERS), List.of(arn));
    } else if (!(layers instanceof SequenceNode list) || isFunction(layers)) {
      throw new LeftAloneException("its Layers are no list that could be added to");
    } else if (contains(layers, arn)) {
      return;
    } else {
      Node other = otherVersion(list, arn);
      if (other != null) {
        changes.add(
            "~ layer "
                + LayerName.shorten(((ScalarNode) other).getValue())
                + " -> "
                + LayerName.shorten(arn));
        editor.replace(other, arn);
        return;
      }
      if (list.getValue().size() >= MAX_LAYERS) {
        throw new LeftAloneException("it has " + MAX_LAYERS + " layers already");
      }
      editor.append(list, arn);
    }
    changes.add("+ layer " + LayerName.shorten(arn));
  }

  private static boolean isFunction(Node node) {
    return node.getTag().getValue().startsWith("!");
  }

  private static boolean contains(@Nullable Node layers, String arn) {
    return layers instanceof SequenceNode list
        && list.getValue().stream().anyMatch(item -> arn.equals(YamlEditor.text(item)));
  }

  private static @Nullable Node otherVersion(SequenceNode list, String arn) {
    for (Node item : list.getValue()) {
      String text = YamlEditor.text(item);
      if (text != null && LayerName.withoutVersion(text).equals(LayerName.withoutVersion(arn))) {
        return item;
      }
    }
    return null;
  }

  private void setVariables(
      MappingNode properties, Map<String, String> variables, List<String> changes) {
    Node environment = YamlEditor.get(properties, ENVIRONMENT);
    Node section = YamlEditor.get(environment, VARIABLES);
    Map<String, String> missing = new LinkedHashMap<>();
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      String name = variable.getKey();
      String value = variable.getValue();
      Node node = YamlEditor.get(section, name);
      String old = YamlEditor.text(node);
      if (node == null) {
        Node global = globals == null ? null : variable(globals, name);
        if (!value.equals(YamlEditor.text(global))) {
          missing.put(name, value);
        }
      } else if (old == null) {
        changes.add("  " + name + " stays: it is no plain text");
      } else if (!old.equals(value)) {
        changes.add("~ " + name);
        editor.replace(node, value);
      }
    }
    insert(properties, environment, section, missing);
    missing.forEach(
        (name, value) -> changes.add("+ " + name + "=" + (Change.isSecret(name) ? "***" : value)));
  }

  private void insert(
      MappingNode properties,
      @Nullable Node environment,
      @Nullable Node section,
      Map<String, String> missing) {
    if (missing.isEmpty()) {
      return;
    }
    if (section instanceof MappingNode mapping && !isFunction(section)) {
      missing.forEach((name, value) -> editor.insert(mapping, List.of(name), value));
    } else if (section != null) {
      throw new LeftAloneException("its variables are no mapping that could be added to");
    } else if (environment instanceof MappingNode mapping && !isFunction(environment)) {
      editor.insert(mapping, List.of(VARIABLES), missing);
    } else if (environment != null) {
      throw new LeftAloneException("its Environment is no mapping that could be added to");
    } else {
      editor.insert(properties, List.of(ENVIRONMENT, VARIABLES), missing);
    }
  }

  /** Gets for each function what is changed; nothing where it has all of it. */
  Map<String, List<String>> lines() {
    return lines;
  }

  /** Gets the functions that cannot be changed, and why. */
  List<String> refusals() {
    return refusals;
  }

  boolean changesText() {
    return !text.equals(edited());
  }

  String edited() {
    return editor.edited();
  }
}
