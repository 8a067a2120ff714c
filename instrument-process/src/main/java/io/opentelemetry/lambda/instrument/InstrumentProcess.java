package io.opentelemetry.lambda.instrument;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command that instruments a function, as a build tool runs it: in a JVM of its own, as the
 * command sets its JVM's time zone.
 *
 * @param command agent-builder and its libraries
 * @param agent the untouched opentelemetry-javaagent
 * @param layer the wrapper layer's opentelemetry-lambda.jar
 */
public record InstrumentProcess(Collection<File> command, File agent, File layer) {

  private static final String MAIN = "io.opentelemetry.lambda.agent.buildtime.Main";

  /**
   * Instruments a function.
   *
   * @param function the function as it is deployed today: a zip, jar or folder
   * @param output the instrumented function, a zip
   * @param without libraries that are left as they are, by the agent's names
   * @param stripSignatures removes the signatures of jars that have to be changed
   * @return the lines that the command has printed
   * @throws FunctionRefusedException if the function cannot be instrumented; there is no output
   * @throws IOException if the command could not be run, or failed itself
   */
  public List<String> run(File function, File output, List<String> without, boolean stripSignatures)
      throws FunctionRefusedException, IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-cp", classPath(), MAIN));
    arguments.addAll(List.of("--agent", agent.getPath(), "--layer", layer.getPath()));
    arguments.addAll(List.of("--output", output.getPath()));
    without.forEach(name -> arguments.addAll(List.of("--without", name)));
    if (stripSignatures) {
      arguments.add("--strip-signatures");
    }
    arguments.add(function.getPath());
    JavaProcess process = JavaProcess.run(arguments);
    return switch (process.status()) {
      case 0 -> process.lines();
      case 2 -> throw new FunctionRefusedException(process.text());
      default -> throw new IOException(process.text());
    };
  }

  private String classPath() {
    return command.stream().map(File::getPath).collect(Collectors.joining(File.pathSeparator));
  }
}
