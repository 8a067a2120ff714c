package io.opentelemetry.lambda.emulator.internal.report.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.RunClock;
import java.nio.file.Path;
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
  private static final ReportTemplate TEMPLATE = ReportTemplate.of("page.peb", "--html");

  /**
   * Writes the page, over what is there.
   *
   * @throws EmulatorException if that is not possible, and why
   */
  public static void write(Run run, Path file) {
    RunClock clock = RunClock.of(run);
    RunTimeline timeline = RunTimelineBuilder.build(run, clock);
    Map<String, Object> model =
        Map.of(
            "page", HtmlPageBuilder.build(run, timeline, clock),
            "style", PageResource.of("page.css"),
            "script", PageResource.of("axis.js", "details.js", "waterfall.js", "page.js"),
            "timeline", json(timeline));
    TEMPLATE.write(model, file);
  }

  /** JSON in which no text can end the script element that it is in. */
  private static String json(RunTimeline timeline) {
    try {
      return JSON.writeValueAsString(timeline).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of strings and numbers can be written", e);
    }
  }

  private HtmlReport() {}
}
