package io.opentelemetry.lambda.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.transformer.ClassTransformerTest.ElementList;
import io.opentelemetry.lambda.transformer.ClassTransformerTest.Elements;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** The kinds of references to {@code List.get} and {@code List.add} that compilers make. */
class MethodReferencesTest {

  private static final String LIST = "java/util/List";
  private static final String RECORDER = "io/opentelemetry/lambda/transformer/Recorder";

  private static final JoinPoint GET =
      JoinPoint.redirect(
          JoinPoint.Kind.REDIRECT_OF_INSTANCE,
          "some-library",
          LIST,
          "get",
          "(I)Ljava/lang/Object;",
          RECORDER,
          "element");
  private static final JoinPoint ADD =
      JoinPoint.redirect(
          JoinPoint.Kind.REPLACE_ARGUMENTS,
          "some-library",
          LIST,
          "add",
          "(ILjava/lang/Object;)V",
          RECORDER,
          "added");

  @ParameterizedTest
  @ValueSource(strings = {"first", "second", "marked"})
  void reference_callsTheHook(String kind) throws Exception {
    Class<?> transformed = transform(classFile(References.class), GET);
    assertThat(invoke(transformed, kind, List.of("a"))).isEqualTo("a, hooked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"firstAdded", "secondAdded"})
  void referenceThatCapturesOneOfTwoTypes_givesTheMethodOtherArguments(String kind)
      throws Exception {
    Class<?> transformed = transform(classFile(References.class), ADD);
    assertThat(invoke(transformed, kind, List.of())).isEqualTo("[a, hooked]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"first", "second", "called"})
  void replacedResult_isWhatTheHookMakesOfTheMethods(String kind) throws Exception {
    JoinPoint point =
        JoinPoint.redirect(
            JoinPoint.Kind.REPLACE_RESULT,
            "some-library",
            LIST,
            "get",
            "(I)Ljava/lang/Object;",
            RECORDER,
            "added");
    Class<?> type = kind.equals("called") ? OfInterface.class : References.class;
    assertThat(invoke(transform(classFile(type), point), kind, List.of("a")))
        .isEqualTo("a, hooked");
  }

  /** A join point is looked for in what another one has made. */
  @Test
  void referencesOfTwoMethods_callTheirHooks() throws Exception {
    Class<?> transformed = transform(classFile(References.class), GET, ADD, GET);
    assertThat(invoke(transformed, "second", List.of("a"))).isEqualTo("a, hooked");
    assertThat(invoke(transformed, "secondAdded", List.of())).isEqualTo("[a, hooked]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bound", "called"})
  void interface_callsTheHook(String kind) throws Exception {
    Class<?> transformed = transform(classFile(OfInterface.class), GET);
    assertThat(invoke(transformed, kind, List.of("a"))).isEqualTo("a, hooked");
  }

  @ParameterizedTest
  @ValueSource(strings = {"boundAdd", "calledAdd"})
  void interface_givesTheMethodOtherArguments(String kind) throws Exception {
    Class<?> transformed = transform(classFile(OfInterface.class), ADD);
    assertThat(invoke(transformed, kind, List.of())).isEqualTo("[a, hooked]");
  }

  /** Its static initializer may call, but it can have no method for that. */
  @Test
  void interfaceBeforeJava8_isLeftAlone() throws Exception {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V1_7,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT,
        "Old",
        null,
        "java/lang/Object",
        null);
    var initializer = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
    initializer.visitCode();
    initializer.visitMethodInsn(
        Opcodes.INVOKESTATIC, "java/util/Collections", "emptyList", "()Ljava/util/List;", false);
    initializer.visitInsn(Opcodes.ICONST_0);
    initializer.visitInsn(Opcodes.ACONST_NULL);
    initializer.visitMethodInsn(
        Opcodes.INVOKEINTERFACE, LIST, "add", "(ILjava/lang/Object;)V", true);
    initializer.visitInsn(Opcodes.RETURN);
    initializer.visitMaxs(3, 0);
    initializer.visitEnd();
    byte[] classFile = writer.toByteArray();
    ClassFileTransformation transformation = ClassFileTransformation.of(classFile);
    assertThat(transformation.apply(ADD)).isFalse();
    assertThat(transformation.toBytes(classFile)).isSameAs(classFile);
  }

  private static Class<?> transform(byte[] classFile, JoinPoint... points) throws IOException {
    ClassFileTransformation transformation = ClassFileTransformation.of(classFile);
    for (JoinPoint point : points) {
      transformation.apply(point);
    }
    byte[] transformed = transformation.toBytes(classFile);
    // reads all of it
    new ClassReader(transformed).accept(new ClassWriter(0), 0);
    return new ClassLoader(MethodReferencesTest.class.getClassLoader()) {
      Class<?> define() {
        return defineClass(null, transformed, 0, transformed.length);
      }
    }.define();
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    String name = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static Object invoke(Class<?> type, String kind, List<?> list)
      throws ReflectiveOperationException {
    try {
      return type.getMethod(kind, List.class).invoke(null, list);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }
  }

  public interface Marker {}

  public static class References {

    public static Object first(List<?> list) {
      return either(list, 1);
    }

    public static Object second(List<?> list) {
      return either(list, 0);
    }

    /** One bootstrap method makes both. */
    private static Object either(List<?> list, int way) {
      Elements<?> elements = new ElementList<>(list);
      IntFunction<Object> reference = way > 0 ? elements::get : list::get;
      return reference.apply(0);
    }

    public static Object marked(List<?> list) {
      IntFunction<Object> reference = (IntFunction<Object> & Marker) list::get;
      return reference.apply(0);
    }

    public static Object firstAdded(List<?> list) {
      return added(new ElementList<>(list), 1);
    }

    public static Object secondAdded(List<?> list) {
      return added(new ElementList<>(list), 0);
    }

    private static Object added(Elements<Object> elements, int way) {
      List<Object> list = elements;
      BiConsumer<Integer, Object> reference = way > 0 ? elements::add : list::add;
      reference.accept(0, "a");
      return list.toString();
    }
  }

  public interface OfInterface {

    static Object bound(List<?> list) {
      IntFunction<Object> reference = list::get;
      return reference.apply(0);
    }

    static Object called(List<?> list) {
      return list.get(0);
    }

    static Object boundAdd(List<?> list) {
      List<Object> copy = new ArrayList<>(list);
      BiConsumer<Integer, Object> reference = copy::add;
      reference.accept(0, "a");
      return copy.toString();
    }

    static Object calledAdd(List<?> list) {
      List<Object> copy = new ArrayList<>(list);
      copy.add(0, "a");
      return copy.toString();
    }
  }
}
