package io.opentelemetry.lambda.emulator.internal.report.page;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.RunClock;
import java.nio.file.Path;
import java.util.Map;

/** A run's traces as a picture, an SVG file that needs nothing else. */
public final class SvgReport {

  private static final ReportTemplate TEMPLATE = ReportTemplate.of("trace.svg.peb", "--svg");

  /**
   * Writes the picture, over what is there.
   *
   * @throws EmulatorException if that is not possible, and why
   */
  public static void write(Run run, Path file) {
    RunTimeline timeline = RunTimelineBuilder.build(run, RunClock.of(run));
    TEMPLATE.write(Map.of("picture", TracePicture.of(timeline)), file);
  }

  private SvgReport() {}
}
