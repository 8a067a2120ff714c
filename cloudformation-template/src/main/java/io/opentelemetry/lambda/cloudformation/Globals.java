package io.opentelemetry.lambda.cloudformation;

import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import io.opentelemetry.lambda.cloudformation.document.Value.Sequence;
import io.opentelemetry.lambda.cloudformation.evaluation.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties that AWS SAM adds to every function. Maps are merged, lists follow those of {@code
 * Globals}, everything else is the function's own, functions of CloudFormation's included.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html">AWS's
 *     description</a>
 */
final class Globals {

  private final Mapping functions;

  static Globals of(Mapping template) {
    return new Globals(template.section("Globals").section("Function"));
  }

  private Globals(Mapping functions) {
    this.functions = functions;
  }

  /** The properties of a resource with those that are added to it. */
  Mapping properties(Resource resource) {
    return resource.type().equals("AWS::Serverless::Function")
        ? merge(functions, resource.properties())
        : resource.properties();
  }

  private static Mapping merge(Mapping global, Mapping own) {
    Map<String, Value> entries = new LinkedHashMap<>(global.entries());
    own.entries().forEach((key, value) -> entries.merge(key, value, Globals::merge));
    return new Mapping(own.location(), entries);
  }

  private static Value merge(Value global, Value own) {
    if (global instanceof Mapping from && own instanceof Mapping to) {
      return from.isFunction() || to.isFunction() ? own : merge(from, to);
    }
    if (global instanceof Sequence first && own instanceof Sequence second) {
      List<Value> elements = new ArrayList<>(first.elements());
      elements.addAll(second.elements());
      return new Sequence(own.location(), elements);
    }
    return own;
  }
}
