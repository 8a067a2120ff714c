package io.opentelemetry.lambda.cloudformation.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.cloudformation.document.BoundedText;
import io.opentelemetry.lambda.cloudformation.document.Location;
import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import io.opentelemetry.lambda.cloudformation.document.Value.Scalar;
import io.opentelemetry.lambda.cloudformation.document.Value.Sequence;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates CloudFormation's functions.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html">AWS's
 *     reference</a>
 */
public final class Evaluator {

  private final Mapping mappings;
  private final Parameters parameters;
  private final Conditions conditions;
  private final References references;

  public static Evaluator of(
      Mapping template,
      Map<String, Resource> resources,
      Map<String, String> parameters,
      Set<String> layers) {
    return new Evaluator(
        template,
        resources,
        Parameters.of(template, parameters, /* mayLackValues= */ false),
        layers);
  }

  /** Makes one for which a parameter without a value is as what is known in AWS only. */
  public static Evaluator withoutAllValues(
      Mapping template, Map<String, Resource> resources, Map<String, String> parameters) {
    return new Evaluator(
        template,
        resources,
        Parameters.of(template, parameters, /* mayLackValues= */ true),
        Set.of());
  }

  private Evaluator(
      Mapping template,
      Map<String, Resource> resources,
      Parameters parameters,
      Set<String> layers) {
    this.mappings = template.section("Mappings");
    this.parameters = parameters;
    this.conditions = new Conditions(template.section("Conditions"), this);
    this.references = new References(parameters, resources, layers, this);
  }

  /** Tells whether the condition on which the resource exists is met. */
  public boolean exists(Resource resource) {
    String condition = resource.condition();
    return condition == null || conditions.isTrue(condition, resource.location());
  }

  /** Gets the parameters without a value that something has asked for so far. */
  public Set<String> lackingParameters() {
    return parameters.lacking();
  }

  public References references() {
    return references;
  }

  /** A text, with its functions evaluated. */
  public String text(Value value) {
    Value evaluated = evaluate(value);
    if (evaluated == null) {
      throw value.location().error("AWS::NoValue stands where a text belongs");
    }
    return evaluated.asText();
  }

  /** A list, whose elements may be functions still. */
  List<Value> list(Value value) {
    Value evaluated = evaluate(value);
    if (evaluated == null) {
      throw value.location().error("AWS::NoValue stands where a list belongs");
    }
    return evaluated.asList();
  }

  /** Evaluates a function, and leaves any other value as it is; null is AWS::NoValue. */
  public @Nullable Value evaluate(Value value) {
    if (!(value instanceof Mapping call) || !call.isFunction()) {
      return value;
    }
    Location location = call.location();
    return switch (call.onlyKey()) {
      case "Ref" -> references.ref(text(call.onlyValue()), location);
      case "Fn::GetAtt" -> new Scalar(location, getAtt(call));
      case "Fn::Sub" -> new Scalar(location, Substitution.apply(call, this));
      case "Fn::Join" -> new Scalar(location, join(call));
      case "Fn::Split" -> split(call);
      case "Fn::Select" -> select(call);
      case "Fn::If" -> choose(call);
      case "Fn::FindInMap" -> findInMap(call);
      case "Fn::Base64" -> new Scalar(location, base64(text(call.onlyValue())));
      case "Fn::Cidr",
          "Fn::GetAZs",
          "Fn::ImportValue",
          "Fn::Length",
          "Fn::ToJsonString",
          "Fn::Transform" ->
          throw new UnresolvedException(location, call.onlyKey() + " is evaluated in AWS only");
      default -> throw location.error(call.onlyKey() + " is no function that gives a value");
    };
  }

  /** The arguments of a function that takes a list of them. */
  List<Value> arguments(Mapping call, String form, int least, int most) {
    if (call.onlyValue() instanceof Sequence arguments
        && arguments.elements().size() >= least
        && arguments.elements().size() <= most) {
      return arguments.elements();
    }
    throw call.location().error(call.onlyKey() + " takes " + form);
  }

  private String getAtt(Mapping call) {
    if (call.onlyValue() instanceof Scalar name) {
      return references.attribute(name.text(), call.location());
    }
    List<Value> arguments = arguments(call, "[resource, attribute]", 2, 2);
    return references.attribute(text(arguments.get(0)), text(arguments.get(1)), call.location());
  }

  private String join(Mapping call) {
    List<Value> arguments = arguments(call, "[delimiter, [value, ...]]", 2, 2);
    String delimiter = text(arguments.get(0));
    BoundedText joined = new BoundedText(call.location());
    String separator = "";
    for (Value element : list(arguments.get(1))) {
      Value value = evaluate(element);
      if (value != null) {
        joined.append(separator).append(value.asText());
        separator = delimiter;
      }
    }
    return joined.toString();
  }

  private Sequence split(Mapping call) {
    List<Value> arguments = arguments(call, "[delimiter, text]", 2, 2);
    String delimiter = text(arguments.get(0));
    if (delimiter.isEmpty()) {
      throw call.location().error("Fn::Split needs a delimiter");
    }
    String[] parts = text(arguments.get(1)).split(Pattern.quote(delimiter), -1);
    return new Sequence(
        call.location(),
        Arrays.stream(parts).map(part -> (Value) new Scalar(call.location(), part)).toList());
  }

  private @Nullable Value select(Mapping call) {
    List<Value> arguments = arguments(call, "[index, [value, ...]]", 2, 2);
    String index = text(arguments.get(0));
    List<Value> elements = list(arguments.get(1));
    try {
      return evaluate(elements.get(Integer.parseInt(index)));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw call.location()
          .error("Fn::Select asks for element " + index + " of a list of " + elements.size());
    }
  }

  private @Nullable Value choose(Mapping call) {
    List<Value> arguments = arguments(call, "[condition, value, value]", 3, 3);
    boolean condition = conditions.isTrue(text(arguments.get(0)), call.location());
    return evaluate(arguments.get(condition ? 1 : 2));
  }

  private @Nullable Value findInMap(Mapping call) {
    List<Value> arguments = arguments(call, "[map, key, key]", 3, 4);
    List<String> keys = arguments.subList(0, 3).stream().map(this::text).toList();
    Value found = mappings;
    for (String key : keys) {
      found = found == null ? null : found.asMapping().get(key);
    }
    if (found != null) {
      return found;
    }
    Value substitute =
        arguments.size() == 4 ? arguments.get(3).asMapping().get("DefaultValue") : null;
    if (substitute == null) {
      throw call.location().error("there is no " + String.join(".", keys) + " in Mappings");
    }
    return evaluate(substitute);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
