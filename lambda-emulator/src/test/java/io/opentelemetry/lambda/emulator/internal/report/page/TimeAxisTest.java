package io.opentelemetry.lambda.emulator.internal.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.opentelemetry.lambda.emulator.internal.report.page.TimeAxis.Piece;
import org.junit.jupiter.api.Test;

class TimeAxisTest {

  private final TimeAxis axis = TimeAxis.create();

  @Test
  void work_isTrueToScale() {
    axis.addWork(0, 100);
    axis.addWork(100, 130);
    assertThat(axis.pieces()).containsExactly(new Piece(0, 130, 130));
  }

  @Test
  void shortRest_isTrueToScale() {
    axis.addWork(0, 100);
    axis.addRest(100, 105);
    assertThat(axis.pieces()).containsExactly(new Piece(0, 100, 100), new Piece(100, 105, 5));
  }

  @Test
  void longRest_takesLittleRoom() {
    axis.addWork(0, 100);
    axis.addRest(100, 1_000_000);
    axis.addWork(1_000_000, 1_000_100);
    assertThat(axis.pieces())
        .containsExactly(
            new Piece(0, 100, 100),
            new Piece(100, 1_000_000, 16),
            new Piece(1_000_000, 1_000_100, 100));
  }

  @Test
  void manyRests_takeLessThanAThirdOfTheWorkTogether() {
    for (int i = 0; i < 500; i++) {
      axis.addWork(i * 1_000_000L, i * 1_000_000L + 100);
      axis.addRest(i * 1_000_000L + 100, (i + 1) * 1_000_000L);
    }
    assertThat(
            axis.pieces().stream()
                .filter(piece -> piece.width() < 100)
                .mapToDouble(Piece::width)
                .sum())
        .isBetween(14_999.0, 15_001.0);
  }

  @Test
  void restOfOneEnvironment_isWorkWhereAnotherIsAwake() {
    axis.addRest(0, 1_000);
    axis.addWork(400, 500);
    assertThat(axis.pieces())
        .extracting(Piece::start, Piece::end)
        .containsExactly(tuple(0L, 400L), tuple(400L, 500L), tuple(500L, 1_000L));
  }

  @Test
  void spanOfAWrongClock_takesNoMoreThanAllTheWork() {
    axis.addWork(1_000_000, 1_000_100);
    axis.addSpan(0, 1_000_000);
    assertThat(axis.pieces())
        .containsExactly(new Piece(0, 1_000_000, 100), new Piece(1_000_000, 1_000_100, 100));
  }

  @Test
  void nothing_isAnAxisAllTheSame() {
    assertThat(axis.pieces()).containsExactly(new Piece(0, 1_000_000, 1_000_000));
  }
}
