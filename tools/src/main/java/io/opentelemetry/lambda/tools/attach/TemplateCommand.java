package io.opentelemetry.lambda.tools.attach;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Attaches layers to the functions of a template's file; AWS is not asked. */
final class TemplateCommand {

  private final AttachOptions options;
  private final RunOptions runOptions;
  private final PrintWriter out;
  private final PrintWriter err;

  TemplateCommand(AttachOptions options, RunOptions runOptions, CommandLine command) {
    this.options = options;
    this.runOptions = runOptions;
    this.out = command.getOut();
    this.err = command.getErr();
  }

  /** Shows what would be changed, asks, writes, and returns the exit status. */
  int attach(Path file, String region) {
    LayerCatalog catalog = LayerCatalog.read(options.layersFile(), region);
    TemplateAttachment attachment =
        TemplateAttachment.of(
            read(file), (runtime, architecture) -> wish(catalog, runtime, architecture));
    attachment.lines().forEach(this::show);
    attachment.refusals().forEach(refusal -> out.println("failed: " + refusal));
    out.flush();
    long count = attachment.lines().values().stream().filter(TemplateCommand::isChanged).count();
    if (runOptions.isDryRun()) {
      err.println("attach: dry run, " + count + " would be changed");
    } else if (attachment.changesText() && runOptions.isAgreed("attach", count, err)) {
      write(file, attachment.edited());
      err.println("attach: " + file + " is changed");
    } else {
      err.println("attach: nothing has been changed");
    }
    return attachment.refusals().isEmpty() ? 0 : 1;
  }

  private void show(String logicalId, List<String> lines) {
    if (!lines.isEmpty()) {
      out.println(logicalId);
      lines.forEach(line -> out.println("  " + line));
    }
  }

  private static boolean isChanged(List<String> lines) {
    return lines.stream().anyMatch(line -> line.startsWith("+") || line.startsWith("~"));
  }

  private @Nullable Wish wish(LayerCatalog catalog, String runtime, String architecture) {
    List<LayerChoice> choices = new ArrayList<>();
    List<String> words = options.layersFor(runtime);
    if (!words.isEmpty()) {
      choices.addAll(catalog.choose(words, runtime, architecture));
    }
    for (String arn : options.layerArns()) {
      if (isFor(arn, runtime)) {
        choices.add(new LayerChoice(arn, !arn.contains("collector")));
      }
    }
    String secret = options.headersSecret();
    String headers = secret == null ? null : "{{resolve:secretsmanager:" + secret + "}}";
    return choices.isEmpty() ? null : new Wish(choices, options.variables(choices, headers));
  }

  /** Tells by a layer's name whether it is for a runtime; one of another name is for any. */
  private static boolean isFor(String arn, String runtime) {
    return Stream.of(BuiltLayer.values())
        .filter(layer -> arn.contains(":layer:" + layer.publishedName() + ":"))
        .allMatch(layer -> layer.runtimes().isEmpty() || layer.runtimes().contains(runtime));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw ToolException.usage(file + " is no text in UTF-8");
    } catch (IOException e) {
      throw ToolException.usage(file + " cannot be read");
    }
  }

  /** Writes all of it or nothing. */
  private static void write(Path file, String text) {
    try {
      Path real = file.toRealPath();
      Path beside = real.resolveSibling(real.getFileName() + ".attach");
      Files.copy(real, beside, StandardCopyOption.COPY_ATTRIBUTES);
      Files.writeString(beside, text);
      Files.move(beside, real, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
