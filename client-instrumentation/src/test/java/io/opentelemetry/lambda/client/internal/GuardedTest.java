package io.opentelemetry.lambda.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.opentelemetry.lambda.guard.GuardPlugin;
import io.opentelemetry.lambda.guard.Guarded;
import io.opentelemetry.lambda.guard.Otherwise;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the guards that the build has written into the methods below. */
class GuardedTest {

  private static final String LIBRARY = "library";

  @Test
  void body_thatFails_returnsNull() {
    assertThat(object(true)).isNull();
  }

  @Test
  void body_thatFails_returnsFalse() {
    assertThat(truth(true)).isFalse();
  }

  @Test
  void body_thatFails_returnsNothing() {
    assertThatCode(() -> nothing(true)).doesNotThrowAnyException();
  }

  @Test
  void body_thatFails_returnsTheParameterThatIsNamed() {
    assertThat(new GuardedTest().parameter(1L, 2.0, 3.0f, 'c', new int[0], "given", true))
        .isEqualTo("given");
  }

  @Test
  void body_thatReturns_isAsItWas() {
    assertThat(object(false)).isEqualTo("made");
    assertThat(truth(false)).isTrue();
    assertThat(new GuardedTest().parameter(1L, 2.0, 3.0f, 'c', new int[0], "given", false))
        .isEqualTo("made");
  }

  /** As the library's call may be within a handler of the method's own. */
  @Test
  void handlerOfTheBody_comesFirst() {
    assertThat(handled("no number")).isEqualTo(-1);
    assertThat(handled(null)).isNull();
  }

  @Test
  void errors_areCaughtToo() {
    assertThat(endless()).isNull();
  }

  /** So a build that goes on with the classes of the last one guards none twice. */
  @Test
  void annotations_areTakenAway() {
    TypeDescription built =
        TypePool.Default.ofSystemLoader().describe(GuardedTest.class.getName()).resolve();
    assertThat(new GuardPlugin().matches(built)).isFalse();
  }

  @Guarded(LIBRARY)
  private static @Nullable Object object(boolean fails) {
    failIf(fails);
    return "made";
  }

  @Guarded(LIBRARY)
  private static boolean truth(boolean fails) {
    failIf(fails);
    return true;
  }

  @Guarded(LIBRARY)
  private static void nothing(boolean fails) {
    failIf(fails);
  }

  @Guarded(LIBRARY)
  @SuppressWarnings("UnusedVariable") // they take their places
  private String parameter(
      long a, double b, float c, char d, int[] e, @Otherwise String given, boolean fails) {
    String made = given.isEmpty() ? "empty" : "made";
    failIf(fails);
    return made;
  }

  @Guarded(LIBRARY)
  private static @Nullable Integer handled(@Nullable String number) {
    try {
      return Integer.parseInt(number.trim());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @Guarded(LIBRARY)
  private static @Nullable Object endless() {
    throw new StackOverflowError();
  }

  private static void failIf(boolean fails) {
    if (fails) {
      throw new IllegalStateException("told to");
    }
  }
}
