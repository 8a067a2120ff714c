package io.opentelemetry.lambda.wrapper.internal.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogContextTest {

  @Test
  void libraryThatKeepsNothing_isTriedOnce() {
    LogContext logs = of(Forgetful.class);
    logs.set("a", "1");
    logs.set("b", "2");
    logs.set("b", null);
    assertThat(logs.get("a")).isNull();
    assertThat(Forgetful.calls).isEqualTo(3);
  }

  @Test
  void libraryThatKeepsValues_hasThem_andNothingOfTheTrial() {
    LogContext logs = of(Retentive.class);
    logs.set("a", "1");
    logs.set("b", "2");
    logs.set("b", null);
    assertThat(logs.get("a")).isEqualTo("1");
    assertThat(Retentive.values).containsExactly(Map.entry("a", "1"));
  }

  private static LogContext of(Class<?> library) {
    return new LogContext(library.getName(), LogContextTest.class.getClassLoader());
  }

  public static final class Forgetful {

    private static int calls;

    public static String get(String name) {
      calls++;
      return null;
    }

    public static void put(String name, String value) {
      calls++;
    }

    public static void remove(String name) {
      calls++;
    }
  }

  public static final class Retentive {

    private static final Map<String, String> values = new HashMap<>();

    public static String get(String name) {
      return values.get(name);
    }

    public static void put(String name, String value) {
      values.put(name, value);
    }

    public static void remove(String name) {
      values.remove(name);
    }
  }
}
