package io.opentelemetry.lambda.cloudformation;

import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import io.opentelemetry.lambda.cloudformation.evaluation.Evaluator;
import io.opentelemetry.lambda.cloudformation.evaluation.Resource;
import io.opentelemetry.lambda.cloudformation.evaluation.UnresolvedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Goes through a template's resources, and reads the functions among them. */
final class TemplateReader {

  private final Mapping template;
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  private final List<TemplateFunction> functions = new ArrayList<>();
  private final Map<String, String> refusals = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  TemplateReader(Mapping template) {
    this.template = template;
  }

  Template read(Path file, Map<String, String> parameters, Map<String, Path> givenLayers) {
    addResources();
    Evaluator evaluator = Evaluator.of(template, resources, parameters, givenLayers.keySet());
    LocalFiles files = LocalFiles.of(file, warnings);
    Layers layers = new Layers(givenLayers, resources.values(), evaluator, files);
    FunctionReader reader = reader(evaluator, files, layers);
    functionProperties(evaluator)
        .forEach((resource, properties) -> addFunction(resource, properties, reader));
    layers.unused().forEach(name -> warnings.add(file + ": no function has a layer " + name));
    return new Template(file, functions, refusals, warnings.stream().distinct().toList());
  }

  /** The functions, whether they could run here or not. */
  Declarations declarations(Path file, Map<String, String> parameters) {
    addResources();
    Evaluator evaluator = Evaluator.withoutAllValues(template, resources, parameters);
    LocalFiles files = LocalFiles.of(file, warnings);
    FunctionReader reader =
        reader(evaluator, files, new Layers(Map.of(), resources.values(), evaluator, files));
    List<DeclaredFunction> declared = new ArrayList<>();
    Map<String, String> unread = new LinkedHashMap<>();
    functionProperties(evaluator)
        .forEach(
            (resource, properties) -> {
              try {
                declared.add(reader.declaration(resource, properties));
              } catch (UnresolvedException | TemplateException e) {
                unread.put(resource.logicalId(), String.valueOf(e.getMessage()));
              }
            });
    return new Declarations(declared, unread, evaluator.lackingParameters());
  }

  private void addResources() {
    template.section("Resources").entries().forEach(this::addResource);
  }

  private FunctionReader reader(Evaluator evaluator, LocalFiles files, Layers layers) {
    return new FunctionReader(
        evaluator,
        files,
        layers,
        ProvisionedConcurrency.functionNames(resources.values(), evaluator),
        warnings);
  }

  private Map<Resource, Properties> functionProperties(Evaluator evaluator) {
    Globals globals = Globals.of(template);
    Map<Resource, Properties> properties = new LinkedHashMap<>();
    for (Resource resource : resources.values()) {
      if (resource.isFunction() && mayExist(resource, evaluator)) {
        properties.put(resource, new Properties(globals.properties(resource), evaluator));
      }
    }
    return properties;
  }

  /** Takes a condition that is not known for met. */
  private static boolean mayExist(Resource resource, Evaluator evaluator) {
    try {
      return evaluator.exists(resource);
    } catch (UnresolvedException e) {
      return true;
    }
  }

  private void addResource(String logicalId, Value value) {
    if (Value.isFunction(logicalId)) {
      warnings.add(
          value.location().describe(logicalId + " is evaluated in AWS only, and left out here"));
    } else {
      resources.put(logicalId, Resource.of(logicalId, value));
    }
  }

  private void addFunction(Resource resource, Properties properties, FunctionReader reader) {
    String refusal = FunctionCode.of(resource, properties).refusal();
    if (refusal != null) {
      refusals.put(resource.logicalId(), refusal);
      warnings.add(refusal + "; the function is left out");
      return;
    }
    TemplateFunction function = reader.read(resource, properties);
    for (TemplateFunction other : functions) {
      if (other.name().equals(function.name())) {
        throw resource
            .location()
            .error(other.logicalId() + " has the name " + other.name() + " too");
      }
    }
    functions.add(function);
  }
}
