package io.opentelemetry.lambda.emulator.internal.report.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A template of this package, which escapes all that it prints. */
final class ReportTemplate {

  private final String option;
  private final PebbleTemplate template;

  /**
   * @param option by which the user asks for the file
   */
  static ReportTemplate of(String name, String option) {
    return new ReportTemplate(
        option,
        new PebbleEngine.Builder()
            .loader(new ClasspathLoader(ReportTemplate.class.getClassLoader()))
            .strictVariables(true)
            .defaultLocale(Locale.ROOT)
            .build()
            .getTemplate(PageResource.path(name)));
  }

  private ReportTemplate(String option, PebbleTemplate template) {
    this.option = option;
    this.template = template;
  }

  /**
   * Writes it, over what is there.
   *
   * @throws EmulatorException if that is not possible, and why
   */
  void write(Map<String, Object> model, Path file) {
    // unlike Files.newBufferedWriter, this replaces what UTF-8 cannot express
    try (Writer out = new OutputStreamWriter(Files.newOutputStream(file), UTF_8)) {
      template.evaluate(out, model);
    } catch (IOException e) {
      throw new EmulatorException(option + " " + file + " cannot be written: " + e, e);
    }
  }
}
