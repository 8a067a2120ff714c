package io.opentelemetry.lambda.transformer;

import java.util.ArrayList;
import java.util.List;

/** The hooks of the tests. */
public final class Recorder {

  public static final List<Object> CALLS = new ArrayList<>();

  public static void all(
      Object self,
      boolean truth,
      byte b,
      char c,
      short s,
      int i,
      long l,
      float f,
      double d,
      long[][] array,
      String text) {
    CALLS.add(self);
    CALLS.add("entry " + text);
  }

  public static String text(Object self, String result) {
    return result + ", hooked";
  }

  public static String last(String text) {
    return text + ", hooked";
  }

  public static String quoted(String text) {
    return text + ", hooked";
  }

  public static long twice(long number, String addend, long result) {
    return result + Long.parseLong(addend);
  }

  public static double wide(Object self, double argument, double result) {
    return argument + result;
  }

  public static int number(Object self, int argument, int result) {
    return argument + result;
  }

  public static long big(Object self, long argument, long result) {
    return argument + result;
  }

  public static float single(Object self, float argument, float result) {
    return argument + result;
  }

  public static Object fails(Object self, boolean fail, long unused, int[] array, String message) {
    CALLS.add("started " + message);
    return "started " + message;
  }

  public static Object failing(Object self, boolean fail) {
    CALLS.add("failing " + fail);
    return "failing " + fail;
  }

  public static Object replaced(Object self, long number, String text, int[] array, Integer boxed) {
    CALLS.add("started " + text);
    return "started " + text;
  }

  public static String argument(String given, Object started) {
    return given + " of " + started;
  }

  public static Integer argument(Integer given, Object started) {
    return given + 1;
  }

  public static String result(String given, Object started) {
    return given + " of " + started;
  }

  public static void end(Object started, Throwable error) {
    CALLS.add("ended " + started + " " + error);
  }

  public static int parseInt(String text) {
    return 1000 + Integer.valueOf(text);
  }

  public static Object element(Object list, int index) {
    return ((List<?>) list).get(index) + ", hooked";
  }

  public static int index(Object list, Object element) {
    return -1;
  }

  public static Object added(Object given) {
    return given + ", hooked";
  }

  private Recorder() {}
}
