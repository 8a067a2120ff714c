package io.opentelemetry.lambda.emulator.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageTextTest {

  @Test
  void controlCharacters_becomeVisible() {
    assertThat(PageText.of("a\u0000b\u001b[31m\u007f\u0085\r")).isEqualTo("a␀b␛[31m␡\ufffd␍");
  }

  @Test
  void linesAndTabs_stay() {
    assertThat(PageText.of("a\n\tb <é👩‍💻>")).isEqualTo("a\n\tb <é👩‍💻>");
  }

  @Test
  void longText_isCutAndSaysSo() {
    assertThat(PageText.of("x".repeat(PageText.MAX_LENGTH)))
        .isEqualTo("x".repeat(PageText.MAX_LENGTH));
    assertThat(PageText.of("x".repeat(20_001)))
        .isEqualTo("x".repeat(20_000) + "… (20001 characters)");
  }

  @Test
  void cut_leavesNoHalfOfACharacter() {
    assertThat(PageText.of("x".repeat(19_999) + "👩" + "x"))
        .isEqualTo("x".repeat(19_999) + "… (20002 characters)");
  }
}
