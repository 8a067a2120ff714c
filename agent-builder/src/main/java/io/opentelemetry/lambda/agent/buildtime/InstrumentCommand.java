package io.opentelemetry.lambda.agent.buildtime;

import io.opentelemetry.lambda.agent.AgentBuilderException;
import io.opentelemetry.lambda.agent.AgentJar;
import io.opentelemetry.lambda.agent.JarContents;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "instrument",
    description =
        "Instruments a function's libraries as opentelemetry-javaagent does when they are loaded,"
            + " so that it is traced by the wrapper layer, without the agent.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    footer = {
      "",
      "Exit status: 0 done, 2 a usage error or a function that cannot be instrumented, 3 the"
          + " builder itself failed."
    })
final class InstrumentCommand implements Callable<Integer> {

  private static final double NANOS = 1e9;
  private static final long KIB = 1024;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FUNCTION",
      description =
          "A zip, jar or folder, with the libraries in lib/; or Spring Boot's executable jar.")
  private Path function = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "ZIP",
      required = true,
      description = "The instrumented function.")
  private Path output = Path.of("");

  @Option(
      names = "--without",
      paramLabel = "NAME,...",
      split = ",",
      description = "Leaves these alone, by upstream's names.")
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--strip-signatures",
      description = "Removes the signature of a signed jar that has to be changed.")
  private boolean stripSignatures;

  @Option(
      names = "--agent",
      paramLabel = "JAR",
      required = true,
      description = "The untouched opentelemetry-javaagent.jar.")
  private Path agent = Path.of("");

  @Option(
      names = "--layer",
      paramLabel = "JAR",
      required = true,
      description = "The wrapper layer's opentelemetry-lambda.jar.")
  private Path layer = Path.of("");

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    if (Files.exists(output) && Files.exists(function) && Files.isSameFile(output, function)) {
      throw new AgentBuilderException("--output " + output + ": it is the function itself");
    }
    if (Files.isDirectory(output)) {
      throw new AgentBuilderException("--output " + output + ": it is a folder; name a zip");
    }
    try {
      instrument();
    } catch (IOException | UncheckedIOException e) {
      Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
      throw new AgentBuilderException(function + " is not instrumented: " + cause, e);
    }
    out()
        .printf(
            Locale.ROOT,
            "%s: %d KiB, in %.1f s%n",
            output,
            Files.size(output) / KIB,
            (System.nanoTime() - start) / NANOS);
    return 0;
  }

  private void instrument() throws IOException {
    try (FunctionArchive archive = FunctionArchive.open(function);
        CapturingJvm jvm = new CapturingJvm()) {
      BuildTimeInstrumentation instrumentation =
          new BuildTimeInstrumentation(
              agent, AgentJar.read(agent), JarContents.read(layer), archive, jvm, stripSignatures);
      InstrumentedFunction instrumented = instrumentation.instrument(without);
      archive.write(output, instrumented.files());
      if (archive.isSpringBoot()) {
        out()
            .println(
                "unpacked: "
                    + function
                    + " is Spring Boot's executable jar; its classes are at the root and its"
                    + " libraries in lib/, where Lambda loads them");
      }
      print(instrumented);
    }
  }

  private void print(InstrumentedFunction instrumented) {
    instrumented.libraries().forEach(name -> out().println("instrumented: " + name));
    instrumented
        .changed()
        .forEach((jar, count) -> out().println("  " + jar + ": " + count + " classes changed"));
    if (!instrumented.left().isEmpty()) {
      out()
          .println(
              "not instrumented at build time: "
                  + String.join(", ", instrumented.left())
                  + " (left to the wrapper layer's hooks, as far as it has any)");
    }
    out()
        .println(
            "added: "
                + FunctionArchive.ADDED_JAR
                + ", "
                + instrumented.addedClasses()
                + " classes, "
                + instrumented.addedBytes() / KIB
                + " KiB");
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec.commandLine().getOut();
  }
}
