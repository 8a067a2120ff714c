package io.opentelemetry.lambda.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassTransformerTest {

  private static final String LIBRARY = "some-library";
  private static final String RECORDER = "io/opentelemetry/lambda/transformer/Recorder";

  private static final JoinPoint ELEMENT =
      JoinPoint.redirect(
          JoinPoint.Kind.REDIRECT_OF_INSTANCE,
          LIBRARY,
          "java/util/List",
          "get",
          "(I)Ljava/lang/Object;",
          RECORDER,
          "element");

  private static final JoinPoint ADDED =
      JoinPoint.redirect(
          JoinPoint.Kind.REPLACE_ARGUMENTS,
          LIBRARY,
          "java/util/List",
          "add",
          "(ILjava/lang/Object;)V",
          RECORDER,
          "added");
  private static final String LIBRARY_CLASS =
      "io/opentelemetry/lambda/transformer/ClassTransformerTest$Library";
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
    Object transformed = create(point(JoinPoint.Kind.ENTRY, "all", ALL_TYPES));
    assertThat(invoke(transformed, "all", ARGUMENTS)).isEqualTo("truec1234 5.0 6.0 7text");
    assertThat(Recorder.CALLS).containsExactly(transformed, "entry text");
  }

  @Test
  void exit_givesTheResult() throws Exception {
    Object transformed = create(point(JoinPoint.Kind.EXIT, "text", "()Ljava/lang/String;"));
    assertThat(invoke(transformed, "text")).isEqualTo("text, hooked");
    assertThat(invoke(transformed, "ownCall")).isEqualTo("text, hooked");
  }

  @Test
  void exit_ofEachPrimitiveType() throws Exception {
    Object transformed =
        create(
            point(JoinPoint.Kind.EXIT, "wide", "(D)D"),
            point(JoinPoint.Kind.EXIT, "number", "(I)I"),
            point(JoinPoint.Kind.EXIT, "big", "(J)J"),
            point(JoinPoint.Kind.EXIT, "single", "(F)F"));
    assertThat(invoke(transformed, "wide", 1d)).isEqualTo(2d);
    assertThat(invoke(transformed, "number", 1)).isEqualTo(2);
    assertThat(invoke(transformed, "big", 1L)).isEqualTo(2L);
    assertThat(invoke(transformed, "single", 1f)).isEqualTo(2f);
  }

  @Test
  void exitOfOwnCalls_leavesOtherCallersTheResult() throws Exception {
    Object transformed =
        create(point(JoinPoint.Kind.EXIT_OF_OWN_CALLS, "text", "()Ljava/lang/String;"));
    assertThat(invoke(transformed, "text")).isEqualTo("text");
    assertThat(invoke(transformed, "ownCall")).isEqualTo("text, hooked");
  }

  @Test
  void exitOfStatic_givesTheResult() throws Exception {
    Object transformed =
        create(point(JoinPoint.Kind.EXIT_OF_STATIC, "twice", "(JLjava/lang/String;)J"));
    assertThat(invoke(transformed, "twice", 2L, "3")).isEqualTo(2 * 2L + 3);
  }

  @Test
  void replacingOfStatic_givesTheMethodAnotherArgument() throws Exception {
    Object transformed =
        create(
            point(
                JoinPoint.Kind.REPLACING_OF_STATIC,
                "quoted",
                "(Ljava/lang/String;)Ljava/lang/String;"));
    assertThat(invoke(transformed, "quoted", "a")).isEqualTo("'a, hooked'");
  }

  @Test
  void replacingLast_leavesTheOtherArguments() throws Exception {
    Object transformed =
        create(
            point(
                JoinPoint.Kind.REPLACING_LAST,
                "last",
                "(JLjava/lang/String;Ljava/lang/String;)Ljava/lang/String;"));
    assertThat(invoke(transformed, "last", 1L, "a", "b")).isEqualTo("1 a b, hooked");
  }

  @Test
  void exitOfStatic_leavesAMethodOfTheInstanceAlone() throws Exception {
    Object transformed =
        create(point(JoinPoint.Kind.EXIT_OF_STATIC, "text", "()Ljava/lang/String;"));
    assertThat(invoke(transformed, "text")).isEqualTo("text");
  }

  @Test
  void around_isToldOfResultsAndErrors() throws Exception {
    Object transformed = create(point(JoinPoint.Kind.AROUND, "fails", "(ZJ[ILjava/lang/String;)V"));
    invoke(transformed, "fails", false, 1L, new int[0], "a");
    assertThat(Recorder.CALLS).containsExactly("started a", "ended started a null");
    Recorder.CALLS.clear();
    assertThatThrownBy(() -> invoke(transformed, "fails", true, 1L, new int[0], "b"))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("b");
    assertThat(Recorder.CALLS)
        .containsExactly("started b", "ended started b java.io.IOException: b");
  }

  @Test
  void aroundReplacing_givesTheMethodOtherArguments() throws Exception {
    Object transformed =
        create(
            point(
                JoinPoint.Kind.AROUND_REPLACING,
                "replaced",
                "(JLjava/lang/String;[ILjava/lang/Integer;)Ljava/lang/String;"));
    assertThat(invoke(transformed, "replaced", 1L, "a", new int[] {2}, 3))
        .isEqualTo("1 a of started a 2 4");
    assertThat(Recorder.CALLS).containsExactly("started a", "ended started a null");
    Recorder.CALLS.clear();
    assertThatThrownBy(() -> invoke(transformed, "replaced", 1L, "a", null, 3))
        .isExactlyInstanceOf(NullPointerException.class);
    assertThat(Recorder.CALLS).hasSize(2).last().asString().contains("NullPointerException");
  }

  @Test
  void aroundReturning_givesAnotherResult() throws Exception {
    Object transformed =
        create(
            point(
                JoinPoint.Kind.AROUND_RETURNING,
                "replaced",
                "(JLjava/lang/String;[ILjava/lang/Integer;)Ljava/lang/String;"));
    assertThat(invoke(transformed, "replaced", 1L, "a", new int[] {2}, 3))
        .isEqualTo("1 a 2 3 of started a");
    assertThat(Recorder.CALLS).containsExactly("started a");
    Recorder.CALLS.clear();
    assertThatThrownBy(() -> invoke(transformed, "replaced", 1L, "a", null, 3))
        .isExactlyInstanceOf(NullPointerException.class);
    assertThat(Recorder.CALLS).hasSize(2).last().asString().contains("NullPointerException");
  }

  @Test
  void redirect_takesCallsAndReferencesOfTheMethod() throws Exception {
    JoinPoint point =
        JoinPoint.of(
            JoinPoint.Kind.REDIRECT,
            LIBRARY,
            "java/lang/Integer",
            "parseInt",
            "(Ljava/lang/String;)I",
            RECORDER);
    Object transformed = create(anywhere("java/lang/Integer", point));
    assertThat(invoke(transformed, "parse", "1")).isEqualTo(1001);
    assertThat(((Callable<?>) invoke(transformed, "reference", "2")).call()).isEqualTo(1002);
  }

  @ParameterizedTest
  @CsvSource({
    "java/util/List,          add,    (ILjava/lang/Object;)V,                         '[a, hooked, b] a!'",
    "java/lang/StringBuilder, insert, (ILjava/lang/Object;)Ljava/lang/StringBuilder;, '[a, b] a, hooked!'"
  })
  void replaceArguments_givesTheCalledMethodOthers(
      String type, String method, String descriptor, String result) throws Exception {
    JoinPoint point =
        JoinPoint.redirect(
            JoinPoint.Kind.REPLACE_ARGUMENTS, LIBRARY, type, method, descriptor, RECORDER, "added");
    assertThat(invoke(create(anywhere(type, point)), "added", "a")).isEqualTo(result);
  }

  @Test
  void redirectOfInstance_takesCallsOfTheMethod() throws Exception {
    Object transformed = create(anywhere("java/util/List", ELEMENT));
    assertThat(invoke(transformed, "chosen", List.of("a", "b"), 1)).isEqualTo("two: b, hooked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bound", "unbound"})
  void redirectOfInstance_takesReferencesOfTheMethod(String reference) throws Exception {
    Object transformed = create(anywhere("java/util/List", ELEMENT));
    assertThat(invoke(transformed, reference, List.of("a", "b"), 1)).isEqualTo("b, hooked");
  }

  /** It is found again by what it refers to. */
  @Test
  void redirectOfInstance_leavesReferencesThatAreSerialized() throws Exception {
    JoinPoint point =
        JoinPoint.redirect(
            JoinPoint.Kind.REDIRECT_OF_INSTANCE,
            LIBRARY,
            "java/util/List",
            "indexOf",
            "(Ljava/lang/Object;)I",
            RECORDER,
            "index");
    Object transformed = create(anywhere("java/util/List", point));
    assertThat(invoke(transformed, "serializable", List.of("a", "b"), "b")).isEqualTo(1);
  }

  @Test
  void redirectOfInstance_takesReferencesThatCaptureASubtype() throws Exception {
    Object transformed = create(OfSubtype.class, anywhere("java/util/List", ELEMENT));
    assertThat(invoke(transformed, "boundToSubtype", List.of("a", "b"), 1)).isEqualTo("b, hooked");
  }

  @Test
  void replaceArguments_takesReferencesOfTheMethod() throws Exception {
    Object transformed = create(anywhere("java/util/List", ADDED));
    assertThat(invoke(transformed, "addedByReference", "a")).isEqualTo("[a, hooked]");
  }

  @Test
  void replaceArguments_takesReferencesThatCaptureASubtype() throws Exception {
    Object transformed = create(OfSubtype.class, anywhere("java/util/List", ADDED));
    assertThat(invoke(transformed, "addedByReferenceOfSubtype", "a")).isEqualTo("[a, hooked]");
  }

  @Test
  void classOfTheUsers_getsHooksThatLibrariesDoNot() {
    byte[] classFile = classFile(Library.class);
    JoinPoint point =
        JoinPoint.redirect(
            JoinPoint.Kind.REDIRECT,
            LIBRARY,
            "java/lang/Integer",
            "parseInt",
            "(Ljava/lang/String;)I",
            RECORDER,
            "parseInt");
    ClassTransformer transformer = ClassTransformer.of(ofUsers("java/lang/Integer", point));
    assertThat(transformer.apply("com/acme/Orders", classFile)).isNotSameAs(classFile);
    assertThat(transformer.apply("lib/Orders", classFile)).isSameAs(classFile);
  }

  @Test
  void anyClassThatDeclaresTheMethod_getsTheHook_withSomeOfTheArguments() throws Exception {
    JoinPoint point =
        JoinPoint.anywhere(
            JoinPoint.Kind.AROUND,
            LIBRARY,
            "fails",
            "(ZJ[ILjava/lang/String;)V",
            RECORDER,
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
    Object transformed = create(point(JoinPoint.Kind.AROUND, "fails", "(ZJ[ILjava/lang/String;)V"));
    Method method = method(transformed, "fails");
    assertThat(method.getExceptionTypes()).containsExactly(IOException.class);
    assertThat(method.isAnnotationPresent(Deprecated.class)).isTrue();
    assertThat(Modifier.toString(method.getModifiers())).isEqualTo("public");
  }

  @Test
  void classThatHasNothingForAHook_isTheVeryBytes() {
    byte[] classFile = classFile(ClassTransformerTest.class);
    assertThat(
            transformer(point(JoinPoint.Kind.ENTRY, "none", "()V")).apply(LIBRARY_CLASS, classFile))
        .isSameAs(classFile);
    assertThat(transformer(point(JoinPoint.Kind.ENTRY, "text", "()V")).apply("other", classFile))
        .isSameAs(classFile);
  }

  @Test
  void classFileThatIsNone_isLeftToTheJvm() {
    byte[] nonsense = new byte[20];
    nonsense[9] = 100;
    assertThat(
            transformer(point(JoinPoint.Kind.ENTRY, "text", "()V")).apply(LIBRARY_CLASS, nonsense))
        .isSameAs(nonsense);
  }

  @Test
  void librarySwitchedOff_isLeftAlone() {
    byte[] classFile = classFile(Library.class);
    JoinPoints points =
        new NoJoinPoints() {
          @Override
          public JoinPoint[] named() {
            return new JoinPoint[] {
              point(JoinPoint.Kind.ENTRY, "all", ALL_TYPES),
              JoinPoint.of(JoinPoint.Kind.ENTRY, "other", "Other", "all", ALL_TYPES, RECORDER)
            };
          }

          @Override
          public boolean isEnabled(String library) {
            return library.equals("other");
          }
        };
    assertThat(ClassTransformer.of(points).apply(LIBRARY_CLASS, classFile)).isSameAs(classFile);
  }

  @Test
  void nothingSwitchedOn_isNoTransformer() {
    assertThat(ClassTransformer.of(new NoJoinPoints())).isNull();
  }

  @Test
  void missingMethod_isLogged() {
    assertThat(log(point(JoinPoint.Kind.ENTRY, "none", "()V")))
        .containsExactly(LIBRARY + " is not traced in full: " + LIBRARY_CLASS + " has no none");
  }

  /** Releases of a library differ in parameters. */
  @Test
  void methodWithOtherParameters_isLogged_unlessOneOfItsNameIsThere() {
    JoinPoint missing = point(JoinPoint.Kind.EXIT, "text", "(J)Ljava/lang/String;");
    assertThat(log(missing)).hasSize(1);
    assertThat(log(missing, point(JoinPoint.Kind.EXIT, "text", "()Ljava/lang/String;"))).isEmpty();
  }

  /** Releases of a library differ in which class has a method, too. */
  @Test
  void methodThatTheSuperclassHas_isNotMissed() {
    JoinPoint missing = point(JoinPoint.Kind.EXIT, "none", "()V");
    String superclass = Library.class.getSuperclass().getName().replace('.', '/');
    assertThat(
            log(
                missing,
                JoinPoint.of(JoinPoint.Kind.EXIT, LIBRARY, superclass, "none", "()V", RECORDER)))
        .isEmpty();
  }

  private static List<String> log(JoinPoint... named) {
    List<String> log = new ArrayList<>();
    JoinPoints points =
        new NoJoinPoints() {
          @Override
          public JoinPoint[] named() {
            return named;
          }

          @Override
          public void debug(String message) {
            log.add(message);
          }
        };
    ClassTransformer.of(points).apply(LIBRARY_CLASS, classFile(Library.class));
    return log;
  }

  private static JoinPoint point(JoinPoint.Kind kind, String method, String descriptor) {
    return JoinPoint.of(kind, LIBRARY, LIBRARY_CLASS, method, descriptor, RECORDER);
  }

  private static JoinPoints anywhere(String mark, JoinPoint point) {
    return new NoJoinPoints() {
      @Override
      public String[][] marks() {
        return new String[][] {{LIBRARY, mark}};
      }

      @Override
      public List<JoinPoint> anywhere() {
        return List.of(point);
      }
    };
  }

  private static JoinPoints ofUsers(String mark, JoinPoint point) {
    return new NoJoinPoints() {
      @Override
      public String[][] marksOfUsers() {
        return new String[][] {{LIBRARY, mark}};
      }

      @Override
      public List<JoinPoint> ofUsers() {
        return List.of(point);
      }
    };
  }

  private static JoinPoints named(JoinPoint... points) {
    return new NoJoinPoints() {
      @Override
      public JoinPoint[] named() {
        return points;
      }
    };
  }

  private static Object create(JoinPoint... points) throws ReflectiveOperationException {
    return create(named(points));
  }

  private static Object create(JoinPoints points) throws ReflectiveOperationException {
    return create(Library.class, points);
  }

  private static Object create(Class<?> library, JoinPoints points)
      throws ReflectiveOperationException {
    byte[] transformed =
        ClassTransformer.of(points).apply(library.getName().replace('.', '/'), classFile(library));
    Class<?> type =
        new ClassLoader(ClassTransformerTest.class.getClassLoader()) {
          Class<?> define() {
            return defineClass(null, transformed, 0, transformed.length);
          }
        }.define();
    return type.getConstructor().newInstance();
  }

  private static ClassTransformer transformer(JoinPoint... points) {
    return ClassTransformer.of(named(points));
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

  private static class NoJoinPoints implements JoinPoints {

    @Override
    public JoinPoint[] named() {
      return new JoinPoint[0];
    }

    @Override
    public String[][] marks() {
      return new String[0][];
    }

    @Override
    public List<JoinPoint> anywhere() {
      return List.of();
    }

    @Override
    public String[][] marksOfUsers() {
      return new String[0][];
    }

    @Override
    public List<JoinPoint> ofUsers() {
      return List.of();
    }

    @Override
    public boolean isOfUser(String path) {
      return !path.startsWith("lib/");
    }

    @Override
    public boolean isEnabled(String library) {
      return true;
    }

    @Override
    public void debug(String message) {}
  }

  /** A type that inherits all methods. */
  public interface Elements<E> extends List<E> {}

  public static final class ElementList<E> extends ArrayList<E> implements Elements<E> {

    private static final long serialVersionUID = 1;

    public ElementList(List<? extends E> list) {
      super(list);
    }
  }

  /** Has references that capture another type than the method's. */
  public static class OfSubtype {

    /** The handle's method is that of the type which declares it. */
    public Object boundToSubtype(List<?> list, int index) {
      Elements<?> elements = new ElementList<>(list);
      IntFunction<Object> reference = elements::get;
      return reference.apply(index);
    }

    public String addedByReferenceOfSubtype(String text) {
      Elements<Object> list = new ElementList<>(List.of());
      BiConsumer<Integer, Object> reference = list::add;
      reference.accept(0, text);
      return list.toString();
    }
  }

  /** A class as a library could have it. */
  public static class Library {

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

    public String last(long number, String text, String last) {
      return number + " " + text + " " + last;
    }

    public static String quoted(String text) {
      return "'" + text + "'";
    }

    public static long twice(long number, String unused) {
      return 2 * number;
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

    public Object bound(List<?> list, int index) {
      IntFunction<Object> reference = list::get;
      return reference.apply(index);
    }

    public Object unbound(List<?> list, int index) {
      BiFunction<List<?>, Integer, Object> reference = List::get;
      return reference.apply(list, index);
    }

    public int serializable(List<?> list, Object element) {
      ToIntFunction<Object> reference = (ToIntFunction<Object> & Serializable) list::indexOf;
      return reference.applyAsInt(element);
    }

    public String addedByReference(String text) {
      List<Object> list = new ArrayList<>();
      BiConsumer<Integer, Object> reference = list::add;
      reference.accept(0, text);
      return list.toString();
    }

    public String replaced(long number, String text, int[] array, Integer boxed) {
      return number + " " + text + " " + array[0] + " " + boxed;
    }

    public String added(String text) {
      List<Object> list = new ArrayList<>(List.of("b"));
      list.add(0, text);
      return list + " " + new StringBuilder("!").insert(0, (Object) text);
    }

    public int parse(String text) {
      return Integer.parseInt(text);
    }

    public Callable<Integer> reference(String text) {
      ToIntFunction<String> parser = Integer::parseInt;
      return () -> parser.applyAsInt(text);
    }
  }
}
