package io.opentelemetry.lambda.tools.sample;

import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A sample's template, changed as it is deployed: the layers in the place of the parameter {@code
 * LayerArn}, and code in a bucket in the place of files.
 */
final class SampleTemplate {

  private static final String LAYER_PARAMETER = "LayerArn";
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String COLLECTOR_ENDPOINT = "OTEL_LAMBDA_COLLECTOR_ENDPOINT";
  private static final Tag REF = new Tag("!Ref");
  private static final Tag SUB = new Tag("!Sub");

  private final MappingNode root;

  static SampleTemplate read(Path file) {
    try {
      return new SampleTemplate(
          (MappingNode) new Yaml().compose(new StringReader(Files.readString(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SampleTemplate(MappingNode root) {
    this.root = root;
  }

  /** Gets the names of the parameters that it takes. */
  Set<String> parameters() {
    Set<String> names = new TreeSet<>();
    section("Parameters").getValue().forEach(tuple -> names.add(text(tuple.getKeyNode())));
    return names;
  }

  /** Gets the function's runtime, or nothing for an image. */
  String runtime() {
    Node runtime = find(functionProperties(), "Runtime");
    return runtime == null ? "" : text(runtime);
  }

  /**
   * Attaches layers, in the place of the parameter {@code LayerArn}.
   *
   * @param built layers of this project, which become resources of the stack
   * @param arns published ones
   */
  void attach(List<BuiltLayer> built, List<String> arns) {
    if (remove(section("Parameters"), LAYER_PARAMETER)) {
      List<Node> items = new ArrayList<>();
      for (BuiltLayer layer : built) {
        items.add(new ScalarNode(REF, resourceName(layer), null, null, ScalarStyle.PLAIN));
        section("Resources").getValue().add(resource(layer));
      }
      arns.forEach(arn -> items.add(scalar(arn)));
      put(functionProperties(), "Layers", new SequenceNode(Tag.SEQ, items, FlowStyle.BLOCK));
    }
    if (built.stream().anyMatch(BuiltLayer::isCollector)) {
      reportToCollector();
    }
  }

  /** Lets the function report to the Collector, and that to the endpoint. */
  private void reportToCollector() {
    MappingNode variables =
        (MappingNode) value((MappingNode) value(functionProperties(), "Environment"), "Variables");
    Node endpoint = find(variables, ENDPOINT);
    // a sample that is made for the Collector has its variable already
    if (endpoint != null) {
      remove(variables, ENDPOINT);
      put(variables, COLLECTOR_ENDPOINT, endpoint);
    }
  }

  private static String word(BuiltLayer layer) {
    return layer.isCollector() ? "collector" : layer.word();
  }

  private static String resourceName(BuiltLayer layer) {
    String word = word(layer);
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) + "Layer";
  }

  private static NodeTuple resource(BuiltLayer layer) {
    Map<String, Node> properties = new LinkedHashMap<>();
    properties.put(
        "LayerName",
        new ScalarNode(SUB, "${AWS::StackName}-" + word(layer), null, null, ScalarStyle.PLAIN));
    properties.put(
        "Description",
        scalar("The OpenTelemetry layer " + word(layer) + ", as it was built for this stack."));
    properties.put("LicenseInfo", scalar("Apache-2.0"));
    properties.put("Content", scalar(layer.zip().toString()));
    Map<String, Node> resource = new LinkedHashMap<>();
    resource.put("Type", scalar("AWS::Lambda::LayerVersion"));
    resource.put("Properties", mapping(properties));
    return new NodeTuple(scalar(resourceName(layer)), mapping(resource));
  }

  /** Replaces the files that resources name, relative to a folder, by objects in a bucket. */
  void upload(Path folder, CodeBucket bucket) {
    for (NodeTuple resource : section("Resources").getValue()) {
      MappingNode body = (MappingNode) resource.getValueNode();
      switch (text(value(body, "Type"))) {
        case "AWS::Lambda::Function" -> upload(body, "Code", folder, bucket);
        case "AWS::Lambda::LayerVersion" -> upload(body, "Content", folder, bucket);
        default -> {}
      }
    }
  }

  private static void upload(MappingNode resource, String name, Path folder, CodeBucket bucket) {
    MappingNode properties = (MappingNode) value(resource, "Properties");
    if (value(properties, name) instanceof ScalarNode file) {
      Map<String, Node> object = new LinkedHashMap<>();
      object.put("S3Bucket", scalar(bucket.name()));
      object.put("S3Key", scalar(bucket.upload(folder.resolve(file.getValue()))));
      put(properties, name, mapping(object));
    }
  }

  @Override
  public String toString() {
    StringWriter writer = new StringWriter();
    new Yaml().serialize(root, writer);
    return writer.toString();
  }

  private MappingNode functionProperties() {
    MappingNode function = (MappingNode) value(section("Resources"), "Function");
    return (MappingNode) value(function, "Properties");
  }

  private MappingNode section(String name) {
    return (MappingNode) value(root, name);
  }

  private static Node value(MappingNode mapping, String key) {
    Node value = find(mapping, key);
    if (value == null) {
      throw new IllegalStateException("the template has no " + key);
    }
    return value;
  }

  private static @Nullable Node find(MappingNode mapping, String key) {
    for (NodeTuple tuple : mapping.getValue()) {
      if (text(tuple.getKeyNode()).equals(key)) {
        return tuple.getValueNode();
      }
    }
    return null;
  }

  private static boolean remove(MappingNode mapping, String key) {
    return mapping.getValue().removeIf(tuple -> text(tuple.getKeyNode()).equals(key));
  }

  private static void put(MappingNode mapping, String key, Node value) {
    remove(mapping, key);
    mapping.getValue().add(new NodeTuple(scalar(key), value));
  }

  private static MappingNode mapping(Map<String, Node> values) {
    List<NodeTuple> tuples = new ArrayList<>();
    values.forEach((key, value) -> tuples.add(new NodeTuple(scalar(key), value)));
    return new MappingNode(Tag.MAP, tuples, FlowStyle.BLOCK);
  }

  private static ScalarNode scalar(String text) {
    return new ScalarNode(Tag.STR, text, null, null, ScalarStyle.DOUBLE_QUOTED);
  }

  private static String text(Node node) {
    return ((ScalarNode) node).getValue();
  }
}
