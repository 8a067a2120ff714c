package io.opentelemetry.lambda.agent;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "agent-builder",
    description =
        "Makes an agent that has only what a function needs out of opentelemetry-javaagent. Without"
            + " --for, --with and --full, it has what functions use.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    sortOptions = false,
    footer = {"", "Exit status: 0 done, 2 a usage error, 3 the builder itself failed."})
final class BuildCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--agent",
      paramLabel = "JAR",
      required = true,
      description = "The untouched opentelemetry-javaagent.jar.")
  private Path agent = Path.of("");

  @Option(names = "--output", paramLabel = "JAR", description = "The agent that is made.")
  private @Nullable Path output;

  @Option(
      names = "--for",
      paramLabel = "JAR|ZIP|FOLDER",
      description = "Keeps the instrumentations whose libraries this function has.")
  private @Nullable Path function;

  @Option(
      names = "--with",
      paramLabel = "NAME,...",
      split = ",",
      description =
          "Keeps these, by upstream's names; together with --for beside what the function has.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--full", description = "Keeps everything: the untouched agent.")
  private boolean full;

  @Option(names = "--list", description = "Prints what the agent has, by name.")
  private boolean list;

  @Option(
      names = "--provided",
      paramLabel = "JAR",
      description = "What the function gets to see besides its own: the layer's jar.")
  private List<Path> provided = new ArrayList<>();

  @Option(
      names = "--embed",
      paramLabel = "JAR",
      description =
          "Classes for the agent's class loader; a sender for HTTP among them replaces OkHttp.")
  private List<Path> embedded = new ArrayList<>();

  @Option(
      names = "--relocate",
      paramLabel = "JAR",
      description = "Lets this project's classes in the jar call the agent's OpenTelemetry.")
  private @Nullable Path relocated;

  @Override
  public Integer call() {
    AgentJar jar = AgentJar.read(agent);
    if (list) {
      Instrumentations.of(jar).names().forEach(out()::println);
      return Main.OK;
    }
    if (full && (function != null || !names.isEmpty())) {
      throw usageError("--full keeps everything: --for and --with have no meaning beside it");
    }
    if (relocated != null) {
      relocate(jar, relocated);
    }
    if (output != null) {
      build(jar, output);
    } else if (relocated == null) {
      throw usageError("Missing required option: '--output'");
    }
    return Main.OK;
  }

  private void build(AgentJar jar, Path target) {
    if (!full) {
      trim(jar);
    }
    jar.contents().write(target);
  }

  private void trim(AgentJar jar) {
    Instrumentations instrumentations = Instrumentations.of(jar);
    Selection selection = select(instrumentations);
    new Trimming(jar).keepModules(selection.kept());
    LeftOut.describe(jar, instrumentations, selection);
    DeferredFields.apply(jar);
    if (!embedded.isEmpty()) {
      new Embedding(jar).embed(embedded);
    }
    if (function != null || !names.isEmpty()) {
      selection.description().forEach(out()::println);
    }
    out()
        .println(
            selection.kept().size()
                + " of "
                + instrumentations.all().size()
                + " instrumentation modules are kept");
  }

  private Selection select(Instrumentations instrumentations) {
    Selection selection = new Selection(instrumentations);
    selection.addNamed(names);
    if (function == null) {
      if (names.isEmpty()) {
        selection.addDefaults();
      } else {
        selection.addForFunction(urls(provided));
      }
      return selection;
    }
    try (FunctionClasses code = FunctionClasses.open(function)) {
      List<URL> classPath = new ArrayList<>(code.classPath());
      classPath.addAll(urls(provided));
      selection.addForFunction(classPath);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return selection;
  }

  private static List<URL> urls(List<Path> jars) {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      try {
        urls.add(jar.toUri().toURL());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return urls;
  }

  /** The agent's OpenTelemetry needs no instrumentation, unlike the one that the function sees. */
  private static void relocate(AgentJar agent, Path jar) {
    Relocation relocation = Relocation.of(agent);
    JarContents contents = JarContents.read(jar);
    for (Map.Entry<String, byte[]> file : contents.files().entrySet()) {
      String name = file.getKey();
      if (name.startsWith("io/opentelemetry/lambda/") && name.endsWith(".class")) {
        file.setValue(relocation.relocate(file.getValue()));
      }
    }
    contents.write(jar);
  }

  private ParameterException usageError(String message) {
    return new ParameterException(given().commandLine(), message);
  }

  private PrintWriter out() {
    return given().commandLine().getOut();
  }

  private CommandSpec given() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec");
    }
    return spec;
  }
}
