package io.opentelemetry.lambda.cloudformation;

import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import io.opentelemetry.lambda.cloudformation.evaluation.Evaluator;
import io.opentelemetry.lambda.cloudformation.evaluation.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The local content of layers: what was given for their ARN, their name in it, or the parameter
 * that has it; or else what the template itself says of its own layers.
 */
final class Layers {

  private final Map<String, Path> given;
  private final Collection<Resource> resources;
  private final Evaluator evaluator;
  private final LocalFiles files;
  private final Set<String> unused;

  Layers(
      Map<String, Path> given,
      Collection<Resource> resources,
      Evaluator evaluator,
      LocalFiles files) {
    this.given = given;
    this.resources = resources;
    this.evaluator = evaluator;
    this.files = files;
    this.unused = new LinkedHashSet<>(given.keySet());
  }

  /** The names for which a layer was given that no function has. */
  Set<String> unused() {
    return unused;
  }

  List<Path> find(List<Value> arns) {
    return arns.stream().map(this::find).filter(Objects::nonNull).toList();
  }

  private @Nullable Path find(Value value) {
    Value evaluated = evaluator.evaluate(value);
    if (evaluated == null) {
      return null;
    }
    String arn = evaluated.asText();
    Path path = findGiven(arn, value.location());
    return path == null ? findOwn(arn, value.location()) : path;
  }

  private @Nullable Path findGiven(String arn, Location location) {
    for (Map.Entry<String, Path> layer : given.entrySet()) {
      if (isMeant(layer.getKey(), arn, location)) {
        unused.remove(layer.getKey());
        if (!Files.exists(layer.getValue())) {
          throw location.error("there is no " + layer.getValue());
        }
        return layer.getValue();
      }
    }
    return null;
  }

  private boolean isMeant(String key, String arn, Location location) {
    return key.equals(arn)
        || key.equals(name(arn))
        || arn.equals(evaluator.references().parameter(key, location));
  }

  /** {@code otel} of {@code arn:aws:lambda:us-east-1:123456789012:layer:otel:1}. */
  private static @Nullable String name(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > 6 && parts[5].equals("layer") ? parts[6] : null;
  }

  private Path findOwn(String arn, Location location) {
    for (Resource resource : resources) {
      if (resource.isLayer() && arn.equals(evaluator.references().arn(resource))) {
        return content(resource);
      }
    }
    String name = name(arn);
    throw location.error(
        "the layer "
            + arn
            + " is not of this template: give a zip for it, by this ARN"
            + (name == null ? "" : ", by its name " + name)
            + " or by the parameter that has it");
  }

  private Path content(Resource layer) {
    String key = layer.isServerless() ? "ContentUri" : "Content";
    Properties properties = new Properties(layer.properties(), evaluator);
    Value content = properties.value(key);
    if (content == null || content instanceof Mapping) {
      throw properties
          .location(key)
          .error(
              "this is no local zip or folder: name one, or give a zip for " + layer.logicalId());
    }
    return files.find(content.asText(), properties.location(key));
  }
}
