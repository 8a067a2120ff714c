package io.opentelemetry.lambda.benchmarks.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.lambda.benchmarks.environment.BenchmarkException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a result goes. */
final class OutputOptions {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the result as JSON, with each measurement.")
  private @Nullable Path json;

  /** Before anything is measured. */
  void check() {
    Usage.checkFolder(spec, "--json", json);
  }

  void print(List<String> lines) {
    PrintWriter out = Usage.given(spec).commandLine().getOut();
    lines.forEach(out::println);
    out.flush();
  }

  void progress(String line) {
    PrintWriter err = Usage.given(spec).commandLine().getErr();
    err.println(line);
    err.flush();
  }

  void writeJson(ObjectNode document) {
    if (json != null) {
      write("--json", json, document.toPrettyString() + "\n");
    }
  }

  void write(String option, Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new BenchmarkException(option + " " + file + " cannot be written: " + e, e);
    }
  }
}
