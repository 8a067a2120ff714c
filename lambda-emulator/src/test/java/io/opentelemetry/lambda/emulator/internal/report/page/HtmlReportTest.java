package io.opentelemetry.lambda.emulator.internal.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.emulator.EmulatorException;
import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.SampleRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

  @TempDir Path folder;

  @Test
  void page_namesNoOtherFileAndNoHost() throws IOException {
    assertThat(write(SampleRuns.full()))
        .doesNotContain("http://", "https://", " src=", "@import", "url(");
  }

  @Test
  void texts_cannotEndTheElementTheyAreIn() throws IOException {
    String page = write(SampleRuns.hostile());
    assertThat(page).doesNotContain("<img", "<script>alert", "<b>event", "<i>link");
    assertThat(page.split("</script>", -1)).hasSize(3);
  }

  @Test
  void templatesSyntax_inATextIsText() throws IOException {
    assertThat(write(SampleRuns.hostile())).contains("{{ 7 * 7 }}");
  }

  @Test
  void existingPage_isReplaced() throws IOException {
    Path page = folder.resolve("page.html");
    Files.writeString(page, "x".repeat(1_000_000));
    HtmlReport.write(SampleRuns.single(), page);
    assertThat(page).content().startsWith("<!doctype html>").endsWith("</html>\n");
  }

  @Test
  void unwritableFile_isOneLine() {
    assertThatThrownBy(() -> HtmlReport.write(SampleRuns.single(), folder))
        .isInstanceOf(EmulatorException.class)
        .hasMessageStartingWith("--html " + folder + " cannot be written: ")
        .hasMessageNotContaining("\n");
  }

  private String write(Run run) throws IOException {
    Path page = folder.resolve("page.html");
    HtmlReport.write(run, page);
    return Files.readString(page);
  }
}
