package io.opentelemetry.lambda.cloudformation.evaluation;

import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.document.Value.Scalar;
import io.opentelemetry.lambda.cloudformation.document.Value.Sequence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves names in the template: parameters, AWS's pseudo parameters, and resources, which are not
 * there and therefore have their logical id for a name, unless the template names them.
 */
public final class References {

  private static final Map<String, String> PSEUDO_PARAMETERS =
      Map.of(
          "AWS::AccountId",
          Arns.ACCOUNT,
          "AWS::Partition",
          Arns.PARTITION,
          "AWS::Region",
          Arns.REGION,
          "AWS::StackId",
          Arns.of("AWS::CloudFormation::Stack", "stack/local/local"),
          "AWS::StackName",
          "local",
          "AWS::URLSuffix",
          "amazonaws.com");

  private final Parameters parameters;
  private final Map<String, Resource> resources;
  private final Set<String> layers;
  private final Evaluator evaluator;
  private final Lookups<String> names = new Lookups<>();

  /**
   * @param layers the names for which there are local layers: a parameter of such a name needs no
   *     value
   */
  References(
      Parameters parameters,
      Map<String, Resource> resources,
      Set<String> layers,
      Evaluator evaluator) {
    this.parameters = parameters;
    this.resources = resources;
    this.layers = layers;
    this.evaluator = evaluator;
  }

  /** The value of {@code Ref}; null for AWS::NoValue. */
  @Nullable Value ref(String name, Location location) {
    if (name.equals("AWS::NoValue")) {
      return null;
    }
    if (name.equals("AWS::NotificationARNs")) {
      return new Sequence(location, List.of());
    }
    String pseudo = PSEUDO_PARAMETERS.get(name);
    if (pseudo != null) {
      return new Scalar(location, pseudo);
    }
    if (parameters.isOpen(name) && layers.contains(name)) {
      return new Scalar(location, Arns.ofLayer(name));
    }
    if (parameters.contains(name)) {
      return parameters.value(name, location);
    }
    Resource resource = resource(name, location);
    return new Scalar(location, resource.isLayer() ? arn(resource) : name(resource));
  }

  /** The value of a parameter that is a text; null where there is none of this name. */
  public @Nullable String parameter(String name, Location location) {
    return parameters.contains(name) && ref(name, location) instanceof Scalar scalar
        ? scalar.text()
        : null;
  }

  /** The value of {@code Fn::GetAtt: name.attribute}. */
  String attribute(String text, Location location) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw location.error("Fn::GetAtt takes resource.attribute, not " + text);
    }
    return attribute(text.substring(0, dot), text.substring(dot + 1), location);
  }

  /** The value of {@code Fn::GetAtt: [name, attribute]}. */
  String attribute(String name, String attribute, Location location) {
    Resource resource = resource(name, location);
    if (attribute.equals("Arn") || attribute.equals(resource.kind() + "Arn")) {
      return arn(resource);
    }
    if (attribute.equals("Name") || attribute.equals(resource.kind() + "Name")) {
      return name(resource);
    }
    throw new UnresolvedException(location, name + "." + attribute + " is known in AWS only");
  }

  /** The ARN that the resource would have. */
  public String arn(Resource resource) {
    String name = name(resource);
    return resource.isLayer() ? Arns.ofLayer(name) : Arns.of(resource.type(), name);
  }

  /** The name that the resource would have. */
  public String name(Resource resource) {
    Value name = resource.name();
    return name == null
        ? resource.logicalId()
        : names.get(
            resource.logicalId(),
            name.location(),
            () -> {
              Value given = evaluator.evaluate(name);
              return given == null ? resource.logicalId() : given.asText();
            });
  }

  private Resource resource(String name, Location location) {
    Resource resource = resources.get(name);
    if (resource == null && isGenerated(name)) {
      throw new UnresolvedException(location, name + " is what AWS SAM makes in AWS");
    }
    if (resource == null) {
      throw location.error("there is no parameter and no resource " + name);
    }
    return resource;
  }

  /** AWS SAM adds resources, such as OrdersRole to the function Orders, or ServerlessRestApi. */
  private boolean isGenerated(String name) {
    return resources.values().stream()
        .filter(Resource::isServerless)
        .anyMatch(
            resource -> name.startsWith(resource.logicalId()) || name.startsWith("Serverless"));
  }
}
