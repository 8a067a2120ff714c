package io.opentelemetry.lambda.emulator.internal.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.RunClock;
import io.opentelemetry.lambda.emulator.internal.report.SampleEnvironment;
import io.opentelemetry.lambda.emulator.internal.report.SampleRuns;
import io.opentelemetry.lambda.emulator.internal.report.SampleTelemetry;
import io.opentelemetry.lambda.emulator.internal.report.page.HtmlPage.Entry;
import io.opentelemetry.lambda.emulator.internal.report.page.HtmlPage.Line;
import io.opentelemetry.lambda.emulator.internal.report.page.HtmlPage.Section;
import io.opentelemetry.lambda.emulator.internal.report.page.HtmlPage.Tile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlPageBuilderTest {

  private final HtmlPage full = page(SampleRuns.full());

  @Test
  void title_isTheFunctionsName() {
    assertThat(full.title()).isEqualTo("aws-sdk");
    assertThat(full.started()).isEqualTo("2026-11-22 12:00:00 UTC");
  }

  @Test
  void tiles_sayWhatIsAlarming() {
    assertThat(full.tiles())
        .extracting(Tile::label, Tile::value, Tile::note, Tile::alarming)
        .contains(
            tuple("Invocations", "5", "1 failed, 1 timed out", true),
            tuple("Init", "875 ms", "the longest of 2", false),
            tuple(
                "Memory high water",
                "147 MB",
                "the highest of 2 environments; freeze by cgroup v2; CPU limit 0.29; memory limit 512 MB",
                false),
            tuple("Spans", "8", "4 traces, 2 with an error", true),
            tuple("Exported late", "2", "not in the invocation they started in", true));
  }

  @Test
  void median_ofTwo_isTheirMean() {
    assertThat(page(SampleRuns.large(2, 1)).tiles())
        .extracting(Tile::label, Tile::value, Tile::note)
        .contains(tuple("Time to the response", "50.5 ms", "median; the longest 54.0 ms"));
  }

  @Test
  void entries_areInTheOrderOfTime() {
    assertThat(full.environments())
        .extracting(section -> section.entries().stream().map(Entry::title).toList())
        .containsExactly(
            List.of(
                "Init", "Invocation 1", "Invocation 2", "Invocation 4", "Invocation 5", "Shutdown"),
            List.of("Init", "Restore", "Invocation 3", "Shutdown"));
  }

  @Test
  void lines_areWithWhatTheyWereLoggedIn() {
    assertThat(lines(full.environments().get(0), 0)).containsExactly("[otel] started");
    assertThat(lines(full.environments().get(0), 1))
        .containsExactly("reading the item 42", "␛[32mfound␛[0m it");
    assertThat(lines(full.environments().get(0), 2))
        .containsExactly(
            "reading the item 43", "{\"level\":\"info\",\"msg\":\"flushing 3 spans\"}");
  }

  @Test
  void shutdownOfAFailedInvocation_isPartOfIt() {
    SampleEnvironment environment = SampleEnvironment.of("name").init(ms(10));
    environment.answer("1", ms(5), ms(1)).shutdown(ms(2)).log(ms(1), "function", "again");
    environment.answer("2", ms(5), ms(1));
    Run run = new Run(List.of(environment.report()), SampleTelemetry.create().telemetry());
    List<Entry> entries = page(run).environments().get(0).entries();
    assertThat(entries)
        .extracting(Entry::title)
        .containsExactly("Init", "Invocation 1", "Invocation 2");
    assertThat(entries.get(2).log()).extracting(Line::text).containsExactly("again");
  }

  @Test
  void failure_hasItsStackTraceAndNoResponse() {
    Entry failed = full.environments().get(0).entries().get(3);
    assertThat(failed.status()).isEqualTo("error");
    assertThat(failed.response()).isNull();
    assertThat(failed.error().message()).isEqualTo("the table has no such item");
    assertThat(failed.error().stackTrace()).hasLineCount(2);
  }

  private static List<String> lines(Section section, int entry) {
    return section.entries().get(entry).log().stream().map(Line::text).toList();
  }

  private static HtmlPage page(Run run) {
    RunClock clock = RunClock.of(run);
    return HtmlPageBuilder.build(run, RunTimelineBuilder.build(run, clock), clock);
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }
}
