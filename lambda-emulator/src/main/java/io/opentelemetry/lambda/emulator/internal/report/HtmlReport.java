package io.opentelemetry.lambda.emulator.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

/**
 * A run as one HTML page, which needs no other file and no network.
 *
 * <p>All that the function, its clients or its telemetry may have chosen is escaped by the
 * template, or is in the JSON that the page's script reads and shows as text. Beyond that, the
 * page's own policy lets no script run but the very one that it was written with.
 */
public final class HtmlReport {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();
  private static final PebbleTemplate TEMPLATE =
      new PebbleEngine.Builder()
          .loader(new ClasspathLoader(HtmlReport.class.getClassLoader()))
          .strictVariables(true)
          .defaultLocale(Locale.ROOT)
          .build()
          .getTemplate(PageResource.path("page.peb"));

  /**
   * Writes the page, over what is there.
   *
   * @throws EmulatorException if that is not possible, and why
   */
  public static void write(Run run, Path file) {
    RunClock clock = RunClock.of(run);
    Timeline timeline = TimelineBuilder.build(run, clock);
    Map<String, Object> model =
        Map.of(
            "page", HtmlPageBuilder.build(run, timeline, clock),
            "style", PageResource.of("page.css"),
            "script", PageResource.of("axis.js", "details.js", "waterfall.js", "page.js"),
            "timeline", json(timeline));
    // unlike Files.newBufferedWriter, this replaces what UTF-8 cannot express
    try (Writer out = new OutputStreamWriter(Files.newOutputStream(file), UTF_8)) {
      TEMPLATE.evaluate(out, model);
    } catch (IOException e) {
      throw new EmulatorException("--html " + file + " cannot be written: " + e, e);
    }
  }

  /** JSON in which no text can end the script element that it is in. */
  private static String json(Timeline timeline) {
    try {
      return JSON.writeValueAsString(timeline).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of strings and numbers can be written", e);
    }
  }

  private HtmlReport() {}
}
