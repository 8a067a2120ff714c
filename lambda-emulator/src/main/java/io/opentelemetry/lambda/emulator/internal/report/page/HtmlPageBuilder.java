package io.opentelemetry.lambda.emulator.internal.report.page;

import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.RunClock;
import io.opentelemetry.lambda.emulator.internal.report.page.HtmlPage.Section;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Makes what the page's template shows of a run. */
final class HtmlPageBuilder {

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static HtmlPage build(Run run, RunTimeline timeline, RunClock clock) {
    Map<String, Integer> numbers = run.invocationNumbers();
    List<Section> sections = new ArrayList<>();
    run.environments()
        .forEach(
            environment ->
                sections.add(
                    SectionBuilder.build(environment, sections.size() + 1, numbers, clock)));
    return new HtmlPage(
        title(timeline),
        DAY_AND_TIME.format(Instant.ofEpochMilli(clock.originMillis())),
        Summary.of(run, timeline),
        sections);
  }

  /** The function's name, if its telemetry tells it. */
  private static String title(RunTimeline timeline) {
    return timeline.resources().stream()
        .map(RunTimeline.Source::attributes)
        .flatMap(attributes -> Stream.of("faas.name", "service.name").map(attributes::get))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("Lambda function");
  }

  private HtmlPageBuilder() {}
}
