package io.opentelemetry.lambda.tools.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.tools.ToolException;
import org.junit.jupiter.api.Test;

class ChangelogTest {

  private static final Changelog CHANGELOG =
      new Changelog("# Changes\n\n## Unreleased\n\nnew\n\n## 1.0.0 (2026-01-01)\n\nold\n");

  @Test
  void notes_ofAVersion() {
    assertThat(CHANGELOG.notes("1.0.0").strip()).isEqualTo("old");
  }

  @Test
  void notes_ofWhatIsUnreleased_beforeTheVersionHasASection() {
    assertThat(CHANGELOG.notes("1.1.0").strip()).isEqualTo("new");
  }

  @Test
  void notes_withoutEither_isOneLine() {
    assertThatThrownBy(() -> new Changelog("# Changes\n").notes("1.1.0"))
        .isInstanceOf(ToolException.class)
        .hasMessage("CHANGELOG.md says nothing of 1.1.0");
  }
}
