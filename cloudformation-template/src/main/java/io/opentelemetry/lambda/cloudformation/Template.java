package io.opentelemetry.lambda.cloudformation;

import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import io.opentelemetry.lambda.cloudformation.document.TemplateFile;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import io.opentelemetry.lambda.cloudformation.evaluation.UnresolvedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The functions of a CloudFormation or AWS SAM template, in YAML or JSON. Paths in it are relative
 * to it, and parameters have their defaults where no value is given.
 *
 * <p>Functions that are correct but cannot run on this machine, such as container images, are left
 * out with a warning, unless there are no others.
 */
public final class Template {

  private final Path file;
  private final List<TemplateFunction> functions;
  private final Map<String, String> refusals;
  private final List<String> warnings;

  /**
   * Reads a template.
   *
   * @param parameters values by the names of the template's parameters
   * @param layers zips, or folders that hold what the zips would, by what names the layer in the
   *     template: its ARN, the name in its ARN, or a parameter, which then needs no value
   * @throws TemplateException if the template is wrong, or has no function that can run here; the
   *     message has file, line and property
   */
  public static Template read(Path file, Map<String, String> parameters, Map<String, Path> layers) {
    Mapping template = TemplateFile.read(file);
    try {
      return new TemplateReader(template).read(file, parameters, layers).checked();
    } catch (UnresolvedException e) {
      throw e.toError();
    }
  }

  /**
   * Reads the functions that a template declares, whether they could run here or not; one that
   * cannot be read, and a parameter without a value, are told and stop no other.
   *
   * @param parameters values by the names of the template's parameters
   * @throws TemplateException if the template is wrong; the message has file, line and property
   */
  public static Declarations declarations(Path file, Map<String, String> parameters) {
    Mapping template = TemplateFile.read(file);
    try {
      return new TemplateReader(template).declarations(file, parameters);
    } catch (UnresolvedException e) {
      throw e.toError();
    }
  }

  /**
   * @param refusals why functions cannot run here, by logical id
   */
  Template(
      Path file,
      List<TemplateFunction> functions,
      Map<String, String> refusals,
      List<String> warnings) {
    this.file = file;
    this.functions = List.copyOf(functions);
    this.refusals = refusals;
    this.warnings = List.copyOf(warnings);
  }

  private Template checked() {
    if (!functions.isEmpty()) {
      return this;
    }
    throw new TemplateException(
        refusals.isEmpty()
            ? file + " has no AWS::Lambda::Function and no AWS::Serverless::Function"
            : refusals.values().iterator().next());
  }

  /** The functions that can run here, in the template's order. */
  public List<TemplateFunction> functions() {
    return functions;
  }

  /**
   * The function of a logical id or a name.
   *
   * @throws TemplateException if there is none, or it cannot run here, and why
   */
  public TemplateFunction function(String logicalIdOrName) {
    return find(logicalIdOrName, TemplateFunction::logicalId)
        .or(() -> find(logicalIdOrName, TemplateFunction::name))
        .orElseThrow(() -> missing(logicalIdOrName));
  }

  private Optional<TemplateFunction> find(String text, Function<TemplateFunction, String> key) {
    return functions.stream().filter(function -> key.apply(function).equals(text)).findFirst();
  }

  private TemplateException missing(String logicalIdOrName) {
    String refusal = refusals.get(logicalIdOrName);
    String names = functions.stream().map(Template::names).collect(Collectors.joining(", "));
    return new TemplateException(
        refusal == null
            ? file + " has no function " + logicalIdOrName + ", but " + names
            : refusal);
  }

  private static String names(TemplateFunction function) {
    return function.name().equals(function.logicalId())
        ? function.logicalId()
        : function.logicalId() + " (" + function.name() + ")";
  }

  /** Lists what is not as it would be in AWS, in one line each. */
  public List<String> warnings() {
    return warnings;
  }
}
