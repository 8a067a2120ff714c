package io.opentelemetry.lambda.wrapper.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.client.Recorder;
import io.opentelemetry.lambda.instrumentation.internal.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EditsTest {

  private static final String LIBRARY = "some-library";
  private static final String EDITED = "io/opentelemetry/lambda/wrapper/edit/EditsTest$Edited";
  private static final String ALL_TYPES = "(ZBCSIJFD[[JLjava/lang/String;)Ljava/lang/String;";
  private static final Object[] ARGUMENTS = {
    true, (byte) 1, 'c', (short) 2, 3, 4L, 5f, 6d, new long[][] {{7}}, "text"
  };

  @BeforeEach
  void clear() {
    Recorder.CALLS.clear();
  }

  @Test
  void entry_isCalledFirst_withTheArguments() throws Exception {
    Object edited = create(point(HookPoint.Kind.ENTRY, "all", ALL_TYPES));
    assertThat(invoke(edited, "all", ARGUMENTS)).isEqualTo("truec1234 5.0 6.0 7text");
    assertThat(Recorder.CALLS).containsExactly(edited, "entry text");
  }

  @Test
  void exit_givesTheResult() throws Exception {
    Object edited = create(point(HookPoint.Kind.EXIT, "text", "()Ljava/lang/String;"));
    assertThat(invoke(edited, "text")).isEqualTo("text, hooked");
    assertThat(invoke(edited, "ownCall")).isEqualTo("text, hooked");
  }

  @Test
  void exit_ofEachPrimitiveType() throws Exception {
    Object edited =
        create(
            point(HookPoint.Kind.EXIT, "wide", "(D)D"),
            point(HookPoint.Kind.EXIT, "number", "(I)I"),
            point(HookPoint.Kind.EXIT, "big", "(J)J"),
            point(HookPoint.Kind.EXIT, "single", "(F)F"));
    assertThat(invoke(edited, "wide", 1d)).isEqualTo(2d);
    assertThat(invoke(edited, "number", 1)).isEqualTo(2);
    assertThat(invoke(edited, "big", 1L)).isEqualTo(2L);
    assertThat(invoke(edited, "single", 1f)).isEqualTo(2f);
  }

  @Test
  void exitOfOwnCalls_leavesOtherCallersTheResult() throws Exception {
    Object edited = create(point(HookPoint.Kind.EXIT_OF_OWN_CALLS, "text", "()Ljava/lang/String;"));
    assertThat(invoke(edited, "text")).isEqualTo("text");
    assertThat(invoke(edited, "ownCall")).isEqualTo("text, hooked");
  }

  @Test
  void around_isToldOfResultsAndErrors() throws Exception {
    Object edited = create(point(HookPoint.Kind.AROUND, "fails", "(ZJ[ILjava/lang/String;)V"));
    invoke(edited, "fails", false, 1L, new int[0], "a");
    assertThat(Recorder.CALLS).containsExactly("started a", "ended started a null");
    Recorder.CALLS.clear();
    assertThatThrownBy(() -> invoke(edited, "fails", true, 1L, new int[0], "b"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("b");
    assertThat(Recorder.CALLS)
        .containsExactly("started b", "ended started b java.io.IOException: b");
  }

  @Test
  void aroundReplacing_givesTheMethodOtherArguments() throws Exception {
    Object edited =
        create(
            point(
                HookPoint.Kind.AROUND_REPLACING,
                "replaced",
                "(JLjava/lang/String;[ILjava/lang/Integer;)Ljava/lang/String;"));
    assertThat(invoke(edited, "replaced", 1L, "a", new int[] {2}, 3))
        .isEqualTo("1 a of started a 2 4");
    assertThat(Recorder.CALLS).containsExactly("started a", "ended started a null");
    Recorder.CALLS.clear();
    assertThatThrownBy(() -> invoke(edited, "replaced", 1L, "a", null, 3))
        .isExactlyInstanceOf(NullPointerException.class);
    assertThat(Recorder.CALLS).hasSize(2).last().asString().contains("NullPointerException");
  }

  @Test
  void redirect_takesCallsAndReferencesOfTheMethod() throws Exception {
    HookPoint point =
        HookPoint.of(
            HookPoint.Kind.REDIRECT,
            LIBRARY,
            "java/lang/Integer",
            "parseInt",
            "(Ljava/lang/String;)I",
            "Recorder");
    Object edited = create(anywhere("java/lang/Integer", point));
    assertThat(invoke(edited, "parse", "1")).isEqualTo(1001);
    assertThat(((Callable<?>) invoke(edited, "reference", "2")).call()).isEqualTo(1002);
  }

  @Test
  void redirectOfInstance_takesCallsOfTheMethod() throws Exception {
    HookPoint point =
        HookPoint.redirect(
            HookPoint.Kind.REDIRECT_OF_INSTANCE,
            LIBRARY,
            "java/util/List",
            "get",
            "(I)Ljava/lang/Object;",
            "Recorder",
            "element");
    Object edited = create(anywhere("java/util/List", point));
    assertThat(invoke(edited, "chosen", List.of("a", "b"), 1)).isEqualTo("two: b, hooked");
  }

  @Test
  void classOfTheUsers_getsHooksThatLibrariesDoNot() {
    byte[] classFile = classFile(Edited.class);
    HookPoint point =
        HookPoint.redirect(
            HookPoint.Kind.REDIRECT,
            LIBRARY,
            "java/lang/Integer",
            "parseInt",
            "(Ljava/lang/String;)I",
            "Recorder",
            "parseInt");
    Edits edits = new Edits(ofUsers("java/lang/Integer", point), configuration(Map.of()));
    assertThat(edits.apply("com/acme/Orders", classFile)).isNotSameAs(classFile);
    assertThat(edits.apply("Orders", classFile)).isNotSameAs(classFile);
    assertThat(edits.apply("org/acme/Orders", classFile)).isNotSameAs(classFile);
    assertThat(edits.apply("org/springframework/Orders", classFile)).isSameAs(classFile);
    assertThat(edits.apply("reactor/core/Orders", classFile)).isSameAs(classFile);
  }

  @Test
  void anyClassThatDeclaresTheMethod_getsTheHook_withSomeOfTheArguments() throws Exception {
    HookPoint point =
        HookPoint.anywhere(
            HookPoint.Kind.AROUND,
            LIBRARY,
            "fails",
            "(ZJ[ILjava/lang/String;)V",
            "Recorder",
            "failing",
            1);
    invoke(create(anywhere("fails", point)), "fails", false, 1L, new int[0], "a");
    assertThat(Recorder.CALLS).containsExactly("failing false", "ended failing false null");
    Recorder.CALLS.clear();
    invoke(create(anywhere("nothing of this kind", point)), "fails", false, 1L, null, "a");
    assertThat(Recorder.CALLS).isEmpty();
  }

  @Test
  void method_keepsWhatIsSaidOfIt() throws Exception {
    Object edited = create(point(HookPoint.Kind.AROUND, "fails", "(ZJ[ILjava/lang/String;)V"));
    Method method = method(edited, "fails");
    assertThat(method.getExceptionTypes()).containsExactly(IOException.class);
    assertThat(method.isAnnotationPresent(Deprecated.class)).isTrue();
    assertThat(Modifier.toString(method.getModifiers())).isEqualTo("public");
  }

  @Test
  void classThatHasNothingForAHook_isTheVeryBytes() {
    byte[] classFile = classFile(EditsTest.class);
    assertThat(edits(Map.of(), point(HookPoint.Kind.ENTRY, "none", "()V")).apply(EDITED, classFile))
        .isSameAs(classFile);
    assertThat(
            edits(Map.of(), point(HookPoint.Kind.ENTRY, "text", "()V")).apply("other", classFile))
        .isSameAs(classFile);
  }

  @Test
  void classFileThatIsNone_isLeftToTheJvm() {
    byte[] nonsense = new byte[20];
    nonsense[9] = 100;
    assertThat(edits(Map.of(), point(HookPoint.Kind.ENTRY, "text", "()V")).apply(EDITED, nonsense))
        .isSameAs(nonsense);
  }

  @Test
  void librarySwitchedOff_isLeftAlone() {
    byte[] classFile = classFile(Edited.class);
    HookPoint point = point(HookPoint.Kind.ENTRY, "all", ALL_TYPES);
    assertThat(edits(Map.of(), point).apply(EDITED, classFile)).isNotSameAs(classFile);
    assertThat(
            edits(Map.of("OTEL_INSTRUMENTATION_SOME_LIBRARY_ENABLED", "false"), point)
                .apply(EDITED, classFile))
        .isSameAs(classFile);
  }

  @Test
  void all_switchedOff_changesNothing() {
    assertThat(Edits.of(configuration(Map.of()))).isNotNull();
    assertThat(
            Edits.of(
                configuration(
                    Map.of(
                        "OTEL_LAMBDA_AUTO_INSTRUMENTATION", "false",
                        "OTEL_LAMBDA_LOG_CORRELATION", "false"))))
        .isNull();
  }

  private static HookPoint point(HookPoint.Kind kind, String method, String descriptor) {
    return HookPoint.of(kind, LIBRARY, EDITED, method, descriptor, "Recorder");
  }

  private static HookPoints anywhere(String mark, HookPoint point) {
    return new NoHookPoints() {
      @Override
      String[][] marks() {
        return new String[][] {{LIBRARY, mark}};
      }

      @Override
      List<HookPoint> anywhere() {
        return List.of(point);
      }
    };
  }

  private static HookPoints ofUsers(String mark, HookPoint point) {
    return new NoHookPoints() {
      @Override
      String[][] marksOfUsers() {
        return new String[][] {{LIBRARY, mark}};
      }

      @Override
      List<HookPoint> ofUsers() {
        return List.of(point);
      }
    };
  }

  private static HookPoints named(HookPoint... points) {
    return new NoHookPoints() {
      @Override
      HookPoint[] named() {
        return points;
      }
    };
  }

  private static Object create(HookPoint... points) throws ReflectiveOperationException {
    return create(named(points));
  }

  private static Object create(HookPoints points) throws ReflectiveOperationException {
    byte[] edited =
        new Edits(points, configuration(Map.of())).apply(EDITED, classFile(Edited.class));
    Class<?> type =
        new ClassLoader(EditsTest.class.getClassLoader()) {
          Class<?> define() {
            return defineClass(null, edited, 0, edited.length);
          }
        }.define();
    return type.getConstructor().newInstance();
  }

  private static Edits edits(Map<String, String> environment, HookPoint... points) {
    return new Edits(named(points), configuration(environment));
  }

  private static Configuration configuration(Map<String, String> environment) {
    return new Configuration(environment::get);
  }

  private static byte[] classFile(Class<?> type) {
    String name = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object invoke(Object target, String name, Object... arguments) throws Exception {
    try {
      return method(target, name).invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  private static Method method(Object target, String name) {
    for (Method method : target.getClass().getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return method;
      }
    }
    throw new AssertionError(name);
  }

  private static class NoHookPoints extends HookPoints {

    @Override
    HookPoint[] named() {
      return new HookPoint[0];
    }

    @Override
    String[][] marks() {
      return new String[0][];
    }

    @Override
    String[][] marksOfUsers() {
      return new String[0][];
    }
  }

  /** A class as a library could have it. */
  public static class Edited {

    public String all(
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
      return "" + truth + c + b + s + i + l + " " + f + " " + d + " " + array[0][0] + text;
    }

    public String text() {
      return "text";
    }

    public String ownCall() {
      return text();
    }

    public double wide(double value) {
      return value;
    }

    public int number(int value) {
      return value;
    }

    public long big(long value) {
      return value;
    }

    public float single(float value) {
      return value;
    }

    @Deprecated
    public void fails(boolean fail, long unused, int[] array, String message) throws IOException {
      if (fail) {
        throw new IOException(message);
      }
    }

    public Object chosen(List<?> list, int index) {
      String size =
          switch (list.size()) {
            case 1 -> "one: ";
            case 2 -> "two: ";
            default -> "many: ";
          };
      return size + list.get(index);
    }

    public String replaced(long number, String text, int[] array, Integer boxed) {
      return number + " " + text + " " + array[0] + " " + boxed;
    }

    public int parse(String text) {
      return Integer.parseInt(text);
    }

    public Callable<Integer> reference(String text) {
      java.util.function.ToIntFunction<String> parser = Integer::parseInt;
      return () -> parser.applyAsInt(text);
    }
  }
}
