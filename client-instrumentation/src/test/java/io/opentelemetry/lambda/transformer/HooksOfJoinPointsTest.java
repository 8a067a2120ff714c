package io.opentelemetry.lambda.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.wrapper.joinpoints.ClientJoinPoints;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Finds what the table of join points names: the hooks here, and the methods in the libraries. It
 * is in this package for the types of hooks, as the class transformer calls them.
 */
class HooksOfJoinPointsTest {

  private static final ClassLoader LOADER = loader();
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String END = "(Ljava/lang/Object;Ljava/lang/Throwable;)V";

  private final ClientJoinPoints joinPoints =
      new ClientJoinPoints(InstrumentationSettings.fromEnvironment());

  @Test
  void eachHook_exists() {
    assertThat(missing(hook -> hook)).isEmpty();
  }

  @Test
  void hookWithAnotherNameOrType_isMissed() {
    List<String> all = all().stream().flatMap(point -> hooks(point).stream()).toList();
    assertThat(missing(hook -> "x" + hook)).hasSameSizeAs(all);
    assertThat(missing(hook -> hook.replace(")", "I)"))).hasSameSizeAs(all);
    assertThat(missing(hook -> hook + "x")).hasSameSizeAs(all);
  }

  /**
   * Looks for all hooks.
   *
   * @param change makes another of each
   */
  private List<String> missing(UnaryOperator<String> change) {
    List<String> missing = new ArrayList<>();
    for (JoinPoint point : all()) {
      for (String hook : hooks(point)) {
        if (!isHook(point.hookClass, change.apply(hook))) {
          missing.add(point.hookClass + "." + hook);
        }
      }
    }
    return missing;
  }

  @Test
  void eachMethodOfANamedClass_existsInTheLibrary() throws Exception {
    Set<String> missing = new TreeSet<>();
    Set<String> found = new TreeSet<>();
    Set<String> unseen = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    for (JoinPoint point : joinPoints.named()) {
      String name = String.valueOf(point.className).replace('/', '.');
      Class<?> type = load(name);
      // some are of other versions of the library
      (type == null ? unseen : seen).add(point.hookClass);
      if (type != null) {
        boolean isThere = declares(type, point.method, point.descriptor);
        (isThere ? found : missing).add(name + "." + point.method);
      }
    }
    // other releases have other parameters
    missing.removeAll(found);
    assertThat(missing).isEmpty();
    assertThat(seen).containsAll(unseen);
  }

  private static boolean declares(Class<?> type, String name, String descriptor)
      throws IOException {
    try {
      return find(type.getDeclaredMethods(), name, descriptor) != null;
    } catch (NoClassDefFoundError e) {
      // another method has a type of a library that is not here
      return isNamedIn(type.getName().replace('.', '/') + ".class", name, descriptor);
    }
  }

  private static boolean isNamedIn(String classFile, String name, String descriptor)
      throws IOException {
    try (InputStream in = LOADER.getResourceAsStream(classFile)) {
      String constants = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return constants.contains(name) && constants.contains(descriptor);
    }
  }

  /**
   * A loader of all that is on the class path, and of JBoss LogManager, which must not be there: it
   * would make itself the JVM's logger.
   */
  private static ClassLoader loader() {
    Stream<String> paths =
        Stream.of(
                System.getProperty("java.class.path").split(File.pathSeparator, -1),
                new String[] {System.getProperty("jboss-logmanager")})
            .flatMap(Stream::of);
    URL[] urls = paths.map(HooksOfJoinPointsTest::url).toArray(URL[]::new);
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private List<JoinPoint> all() {
    return Stream.of(List.of(joinPoints.named()), joinPoints.anywhere(), joinPoints.ofUsers())
        .flatMap(List::stream)
        .toList();
  }

  /** Names the methods that the class transformer calls at a join point, with their types. */
  private static List<String> hooks(JoinPoint point) {
    List<String> hooks = new ArrayList<>();
    switch (point.kind) {
      case SPAN -> {
        hooks.add(
            "start(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Z[Ljava/lang/Object;)"
                + OBJECT);
        hooks.add("end" + END);
        Map.of(
                "endOfFuture", "Ljava/util/concurrent/CompletableFuture;",
                "endOfStage", "Ljava/util/concurrent/CompletionStage;",
                "endOfMono", "Lreactor/core/publisher/Mono;",
                "endOfFlux", "Lreactor/core/publisher/Flux;",
                "endOfPublisher", "Lorg/reactivestreams/Publisher;",
                "endOfRxJava3", OBJECT,
                "endOfRxJava2", OBJECT)
            .forEach((end, type) -> hooks.add(end + "(" + type + OBJECT + ")" + type));
      }
      case SPAN_OF_SUSPENDING -> {
        String continuation = "Lkotlin/coroutines/Continuation;";
        hooks.add(
            "start(Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Z[Ljava/lang/Object;"
                + continuation
                + ")"
                + OBJECT);
        hooks.add("end" + END);
        hooks.add("argument(" + continuation + OBJECT + ")" + continuation);
        hooks.add("endOfCall(" + OBJECT + OBJECT + ")" + OBJECT);
      }
      case AROUND, AROUND_REPLACING -> {
        hooks.add(point.hook + point.hookDescriptor());
        hooks.add("end" + END);
      }
      case AROUND_RETURNING -> {
        hooks.add(point.hook + point.hookDescriptor());
        hooks.add("end" + END);
        String result = point.descriptor.substring(point.descriptor.indexOf(')') + 1);
        hooks.add("result(" + result + OBJECT + ")" + result);
      }
      case REPLACE_ARGUMENTS -> {
        for (Class<?> type : parameters(point)) {
          hooks.add(point.hook + "(" + type.descriptorString() + ")" + type.descriptorString());
        }
      }
      case REPLACING_LAST -> {
        int end = point.descriptor.indexOf(')');
        int last = 1;
        while (point.next(last) < end) {
          last = point.next(last);
        }
        String type = point.descriptor.substring(last, end);
        hooks.add(point.hook + "(" + type + ")" + type);
      }
      default -> hooks.add(point.hook + point.hookDescriptor());
    }
    if (point.kind == JoinPoint.Kind.AROUND_REPLACING) {
      for (Class<?> type : parameters(point)) {
        hooks.add("argument(" + type.descriptorString() + OBJECT + ")" + type.descriptorString());
      }
    }
    return hooks;
  }

  /** The types of the arguments that are replaced; the result's may be of a newer JDK. */
  private static List<Class<?>> parameters(JoinPoint point) {
    String parameters = point.descriptor.substring(0, point.descriptor.indexOf(')') + 1);
    return Stream.of(
            MethodType.fromMethodDescriptorString(parameters + "V", LOADER).parameterArray())
        .filter(type -> !type.isPrimitive() && !type.isArray())
        .toList();
  }

  private static boolean isHook(String className, String hook) {
    Class<?> type = load(className.replace('/', '.'));
    if (type == null || !Modifier.isPublic(type.getModifiers())) {
      return false;
    }
    int end = hook.indexOf('(');
    Method method = find(type.getMethods(), hook.substring(0, end), hook.substring(end));
    return method != null && Modifier.isStatic(method.getModifiers());
  }

  private static @Nullable Class<?> load(String name) {
    try {
      return Class.forName(name, /* initialize= */ false, LOADER);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static @Nullable Method find(Method[] methods, String name, String descriptor) {
    for (Method method : methods) {
      if (method.getName().equals(name)
          && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
              .toMethodDescriptorString()
              .equals(descriptor)) {
        return method;
      }
    }
    return null;
  }
}
