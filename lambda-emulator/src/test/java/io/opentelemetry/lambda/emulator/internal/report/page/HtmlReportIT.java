package io.opentelemetry.lambda.emulator.internal.report.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.lambda.emulator.internal.report.Run;
import io.opentelemetry.lambda.emulator.internal.report.SampleRuns;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a headless Chromium, from a file, as its users open it. */
@Execution(ExecutionMode.SAME_THREAD)
class HtmlReportIT {

  @TempDir static Path folder;
  private static Chromium chromium;
  private static Path full;
  private static Path large;

  @BeforeAll
  static void startChromium() throws Exception {
    Optional<Path> program = Chromium.program();
    if (program.isEmpty()) {
      String message =
          "no Chromium: the page is not tested; scripts/install-chromium.sh installs it";
      if (System.getenv("REQUIRE_CHROMIUM") != null) {
        fail(message);
      }
      abort(message);
    }
    chromium = Chromium.start(program.get(), Files.createDirectory(folder.resolve("profile")));
    full = write("full", SampleRuns.full());
    large = write("large", SampleRuns.large(500, 40));
  }

  @AfterAll
  static void closeChromium() throws InterruptedException {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"init", "restore", "invocation", "after-response", "frozen", "shutdown"})
  void eachKindOfPhase_isDrawnInItsEnvironmentsLane(String kind) {
    chromium.open(full);
    JsonNode widths =
        chromium.evaluate(
            "[...document.querySelectorAll('#lanes .phase." + kind + "')].map(p => p.offsetWidth)");
    assertThat(widths).isNotEmpty().allMatch(width -> width.asInt() > 0);
  }

  @Test
  void phases_followEachOtherInTheirLane() {
    chromium.open(full);
    JsonNode gaps =
        chromium.evaluate(
            "[...document.querySelectorAll('.lane')].flatMap(lane => {"
                + " const boxes = [...lane.querySelectorAll('.phase')]"
                + "  .map(phase => phase.getBoundingClientRect());"
                + " return boxes.slice(1).map((box, i) => Math.abs(box.left - boxes[i].right));})");
    assertThat(gaps).hasSizeGreaterThan(8).allMatch(gap -> gap.asDouble() < 3.5);
  }

  @Test
  void waterfall_isBesideThePhasesInWhichItsSpansRan() {
    chromium.open(full);
    JsonNode boxes =
        chromium.evaluate(
            "['.phase.invocation', '.row[aria-label^=\"GET /items\"] .span'].map(selector => {"
                + " const {left, right} = document.querySelector(selector).getBoundingClientRect();"
                + " return [left, right];})");
    JsonNode phase = boxes.get(0);
    JsonNode span = boxes.get(1);
    assertThat(span.get(0).asDouble()).isBetween(phase.get(0).asDouble(), phase.get(1).asDouble());
    assertThat(span.get(1).asDouble())
        .isBetween(span.get(0).asDouble() + 2, phase.get(1).asDouble());
  }

  @Test
  void fiveHundredInvocationsAndTwentyThousandSpans_areAllThere() {
    chromium.open(large);
    assertThat(count("details.entry[id^=invocation]")).isEqualTo(500);
    assertThat(chromium.evaluate("rows.filter(row => row.span).length").asInt()).isEqualTo(20_000);
    // every row has its place, and few of them are elements at any time
    assertThat(chromium.evaluate("tree.offsetHeight / rowHeight()").asInt()).isEqualTo(20_500);
    assertThat(count("[role=treeitem]")).isBetween(10, 100);
    assertThat(count("#lanes .phase.error")).isEqualTo(10);
  }

  @Test
  void lastOfTwentyThousandSpans_isReachedByOneKey() {
    chromium.open(large);
    chromium.evaluate("tree.focus()");
    chromium.press("End");
    chromium.waitFor("document.getElementById('row-20499')?.matches('.active')");
    assertThat(
            chromium
                .evaluate(
                    "(() => {const row = document.getElementById('row-20499')"
                        + ".getBoundingClientRect(), box = scroller.getBoundingClientRect();"
                        + " return row.top >= box.top && row.bottom <= box.bottom + 1;})()")
                .asBoolean())
        .isTrue();
  }

  @Test
  void buttonForTheNextInvocation_zoomsToIt() {
    chromium.open(large);
    chromium.click("#next");
    chromium.waitFor("document.querySelector('.phase.invocation')?.offsetWidth > 200");
    assertThat(text("#step")).isEqualTo("Invocation 1 of 500");
  }

  @Test
  void find_goesToASpanByOneOfItsAttributes() {
    chromium.open(large);
    chromium.click("#find");
    chromium.type("Handler.operation39");
    chromium.press("Enter");
    chromium.waitFor("!panel.hidden");
    assertThat(text("#found")).isEqualTo("1 of 500");
    assertThat(text("#details h2")).isEqualTo("operation 39");
  }

  @Test
  void foldingTheTraces_leavesTheirHeads() {
    chromium.open(large);
    chromium.click("#fold");
    chromium.waitFor("Math.round(tree.offsetHeight / rowHeight()) === 500");
    assertThat(chromium.evaluate("document.querySelectorAll('.row:not(.trace) .span').length"))
        .hasToString("0");
  }

  @Test
  void click_opensASpansAttributes() {
    chromium.open(full);
    chromium.click(".row[aria-label^=DynamoDb] .span");
    chromium.waitFor("!panel.hidden");
    assertThat(text("#details"))
        .contains("DynamoDb.GetItem", "rpc.system", "aws-api", "7VOGV01LMI6PRO3E", "faas.instance");
  }

  @Test
  void keysAlone_openASpansAttributes_andCloseThemAgain() {
    chromium.open(full);
    for (int i = 0; i < 30 && !focused().equals("rows"); i++) {
      chromium.press("Tab");
    }
    chromium.press("ArrowDown");
    chromium.press("ArrowDown");
    chromium.press("Enter");
    chromium.waitFor("!panel.hidden");
    assertThat(text("#details")).contains("DynamoDb.GetItem", "aws-api");
    assertThat(focused()).isEqualTo("details");
    chromium.press("Escape");
    chromium.waitFor("panel.hidden");
    assertThat(focused()).isEqualTo("rows");
  }

  @Test
  void entry_showsTheLogAndTheError() {
    chromium.open(full);
    chromium.click("#invocation-4 summary");
    chromium.waitFor("document.getElementById('invocation-4').open");
    assertThat(text("#invocation-4"))
        .contains(
            "java.lang.IllegalStateException: the table has no such item",
            "example.Handler.find(Handler.java:42)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void everyText_hasEnoughContrast(String scheme) throws IOException {
    chromium.setColorScheme(scheme);
    chromium.open(full);
    chromium.click(".row[aria-label*=error] .labels");
    chromium.click(".open-all");
    chromium.waitFor("document.querySelectorAll('.entry[open]').length > 3");
    JsonNode found = chromium.evaluate(resource("contrast.js"));
    assertThat(found.path("poor")).isEmpty();
    assertThat(found.path("checked").asInt()).isGreaterThan(150);
    assertThat(chromium.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo(scheme.equals("light") ? "rgb(248, 250, 252)" : "rgb(11, 17, 32)");
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 390})
  void page_isAsWideAsTheWindow(int width) {
    chromium.open(full);
    chromium.setWidth(width);
    chromium.waitFor("innerWidth === " + width);
    assertThat(chromium.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
  }

  @Test
  void hostileTexts_staySo_andNothingIsAskedOfTheNetwork() throws IOException {
    Path page = write("hostile", SampleRuns.hostile());
    chromium.open(page);
    chromium.click(".open-all");
    for (int row = 0; row < 6; row++) {
      chromium.evaluate("select(rows.filter(row => row.span)[" + row + "], true)");
      assertThat(chromium.evaluate("panel.hidden").asBoolean()).isFalse();
    }
    chromium.evaluate(
        "select(rows.find(({span}) => span && Object.hasOwn(span.attributes, '__proto__')), true)");
    assertThat(text("#details"))
        .contains(SampleRuns.EVIL_MARKUP, "␀␇", "__proto__", "… (100000 characters)");
    assertThat(text("main")).contains(SampleRuns.EVIL_MARKUP, "… (300");
    assertThat(count("script")).isEqualTo(2);
    assertThat(count("img, i > i, b > b")).isZero();
    assertThat(chromium.requests()).allMatch(url -> url.startsWith("file:///"));
    assertThat(chromium.requests()).contains(page.toUri().toString());
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void textOfTheOtherDirection_turnsNothingBesideIt() {
    chromium.open(write("directions", SampleRuns.hostile()));
    assertThat(
            chromium.evaluate(
                "[...document.querySelectorAll('code, b, pre, .log span, .row bdi')]"
                    + ".map(element => getComputedStyle(element).unicodeBidi)"))
        .isNotEmpty()
        .allMatch(bidi -> bidi.asText().startsWith("isolate"));
  }

  @Test
  void policy_letsNoOtherScriptRun() throws IOException {
    Path page = write("altered", SampleRuns.single());
    String added = "<script>document.title = 'altered'</script><img src='https://example.com/'>";
    Files.writeString(page, Files.readString(page).replace("<main>", "<main>" + added));
    chromium.open(page);
    assertThat(chromium.evaluate("document.title").asText()).isNotEqualTo("altered");
    assertThat(chromium.complaints().toString()).contains("script-src", "img-src");
  }

  private static Path write(String name, Run run) {
    Path page = folder.resolve(name + ".html");
    HtmlReport.write(run, page);
    return page;
  }

  private int count(String selector) {
    return chromium.evaluate("document.querySelectorAll('" + selector + "').length").asInt();
  }

  private String text(String selector) {
    return chromium.evaluate("document.querySelector('" + selector + "').textContent").asText();
  }

  private String focused() {
    return chromium.evaluate("document.activeElement.id").asText();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = HtmlReportIT.class.getResourceAsStream("/page/" + name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
