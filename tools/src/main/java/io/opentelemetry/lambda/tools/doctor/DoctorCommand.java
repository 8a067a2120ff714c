package io.opentelemetry.lambda.tools.doctor;

import io.opentelemetry.lambda.tools.ToolException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what keeps a function's traces from arriving. */
@Command(
    name = "doctor",
    description =
        "Says what keeps a function's traces from arriving, and what to do about it: by the"
            + " settings of a function in AWS, or of the functions of a"
            + " template; of a packed function, which libraries are not traced, and what was"
            + " instrumented at build time.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit status: 0 nothing was found, 1 something was, 2 a usage error, 3 the function cannot be"
          + " looked at."
    })
public final class DoctorCommand implements Callable<Integer> {

  private static final int OK = 0;
  private static final int FOUND = 1;
  private static final int NOT_LOOKED_AT = 3;

  @Parameters(
      paramLabel = "FUNCTION|TEMPLATE|ZIP",
      description =
          "A function's name or ARN, a file of CloudFormation's or AWS SAM's, or a function's zip,"
              + " jar or folder.")
  private String target = "";

  @Option(
      names = "--parameter",
      paramLabel = "K=V",
      description = "The value of one of the template's parameters; may be repeated.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--layer",
      paramLabel = "LAYER=KIND",
      description =
          "What the layer of an ARN or name is, where its name does not tell: wrapper, javaagent,"
              + " collector or other; may be repeated.")
  private Map<String, LayerKind> kinds = new LinkedHashMap<>();

  @Option(names = "--region", paramLabel = "REGION", description = "The function's region.")
  private String region = "";

  @Spec private CommandSpec spec;

  @Option(
      names = "--invoke",
      description =
          "Also invokes the function in AWS, with the event of --event or {}, and tells what the layer"
              + " says on its log.")
  private boolean invoke;

  @Option(names = "--event", paramLabel = "FILE", description = "The event of --invoke, as JSON.")
  private @Nullable Path event;

  @Override
  public Integer call() {
    Path file = Path.of(target);
    if (PackagedFunction.isOne(file)) {
      return lookAt(PackagedFunction.read(file));
    }
    if (Files.isRegularFile(file)) {
      return lookAt(TemplateFunctions.read(file, parameters, kinds));
    }
    if (target.endsWith(".yaml") || target.endsWith(".yml") || target.endsWith(".json")) {
      throw ToolException.environment("there is no " + target);
    }
    FunctionSettings function = DeployedFunction.read(target, region, kinds);
    int found = report(function, Diagnosis.of(function));
    if (invoke) {
      List<Finding> said = InvokedFunction.invoke(target, region, event);
      found += report("its invocation", said);
    }
    return found == 0 ? OK : FOUND;
  }

  private int lookAt(PackagedFunction function) {
    refuseToInvoke("a zip");
    int found = report(target, function.findings());
    spec.commandLine()
        .getOut()
        .println(
            "  instrumented at build time: "
                + (function.instrumented().isEmpty()
                    ? "nothing"
                    : String.join(", ", function.instrumented())));
    return found == 0 ? OK : FOUND;
  }

  private int lookAt(TemplateFunctions.Read template) {
    refuseToInvoke("a template");
    int found = 0;
    for (FunctionSettings function : template.functions()) {
      found += report(function, Diagnosis.of(function));
    }
    PrintWriter err = spec.commandLine().getErr();
    template.notes().forEach(err::println);
    if (found > 0) {
      return FOUND;
    }
    return template.isWhole() ? OK : NOT_LOOKED_AT;
  }

  private void refuseToInvoke(String other) {
    if (invoke) {
      throw ToolException.usage("--invoke is for a function in AWS, not for " + other);
    }
  }

  private int report(FunctionSettings function, List<Finding> findings) {
    return report(function.name(), findings);
  }

  private int report(String subject, List<Finding> findings) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(subject + (findings.isEmpty() ? ": nothing found" : ":"));
    for (Finding finding : findings) {
      out.println("  " + finding.problem());
      out.println("    -> " + finding.fix());
    }
    return findings.size();
  }
}
