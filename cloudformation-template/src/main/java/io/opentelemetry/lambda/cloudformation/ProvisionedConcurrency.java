package io.opentelemetry.lambda.cloudformation;

import io.opentelemetry.lambda.cloudformation.evaluation.Evaluator;
import io.opentelemetry.lambda.cloudformation.evaluation.Resource;
import io.opentelemetry.lambda.cloudformation.evaluation.UnresolvedException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The functions of which a version or an alias, a resource of its own, has provisioned concurrency.
 */
final class ProvisionedConcurrency {

  static final String PROPERTY = "ProvisionedConcurrencyConfig";

  private static final Set<String> TYPES = Set.of("AWS::Lambda::Version", "AWS::Lambda::Alias");

  /** The functions' names. */
  static Set<String> functionNames(Collection<Resource> resources, Evaluator evaluator) {
    Set<String> names = new HashSet<>();
    for (Resource resource : resources) {
      if (TYPES.contains(resource.type()) && evaluator.exists(resource)) {
        Properties properties = new Properties(resource.properties(), evaluator);
        functionName(properties).ifPresent(names::add);
      }
    }
    return names;
  }

  private static Optional<String> functionName(Properties properties) {
    if (!properties.has(PROPERTY)) {
      return Optional.empty();
    }
    try {
      return Optional.of(name(properties.requiredText("FunctionName")));
    } catch (UnresolvedException e) {
      // what is known in AWS only is no function of this template
      return Optional.empty();
    }
  }

  /** The name in {@code name}, {@code arn:aws:lambda:us-east-1:123456789012:function:name}. */
  private static String name(String nameOrArn) {
    String[] parts = nameOrArn.split(":", -1);
    return parts.length > 6 ? parts[6] : nameOrArn;
  }

  private ProvisionedConcurrency() {}
}
