package io.opentelemetry.lambda.client.spankeys;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.instrumentation.api.internal.SpanKey;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanKeysTest {

  private final Span span = Span.getInvalid();

  @Test
  void storeInContext_isSeenByTheKeyOfTheSameName() throws Exception {
    for (Field field : keys()) {
      SpanKey own = (SpanKey) field.get(null);
      Context context = Context.root();
      Context stored = SpanKeys.storeInContext(users(field), context, span, context);
      assertThat(own.fromContextOrNull(stored)).as(field.getName()).isSameAs(span);
      for (Field other : keys()) {
        if (!other.equals(field)) {
          assertThat(((SpanKey) other.get(null)).fromContextOrNull(stored)).isNull();
        }
      }
    }
  }

  @Test
  void fromContextOrNull_findsTheLayersSpan() throws Exception {
    for (Field field : keys()) {
      Context context = ((SpanKey) field.get(null)).storeInContext(Context.root(), span);
      assertThat(SpanKeys.fromContextOrNull(users(field), context, null)).isSameAs(span);
    }
  }

  @Test
  void fromContextOrNull_ofBoth_isTheFunctionsOwn() throws Exception {
    Field field = SpanKey.class.getField("HTTP_CLIENT");
    Span other =
        Span.wrap(
            SpanContext.create(
                "11111111111111111111111111111111",
                "2222222222222222",
                TraceFlags.getSampled(),
                TraceState.getDefault()));
    Context context = SpanKey.HTTP_CLIENT.storeInContext(Context.root(), other);
    assertThat(SpanKeys.fromContextOrNull(users(field), context, span)).isSameAs(span);
  }

  @Test
  void keyThatOnlyTheFunctionHas_isLeftAlone() {
    Context context = Context.root();
    assertThat(SpanKeys.storeInContext("newer", context, span, context)).isSameAs(context);
    assertThat(SpanKeys.fromContextOrNull("newer", context, null)).isNull();
  }

  private static List<Field> keys() {
    List<Field> keys = new ArrayList<>();
    for (Field field : SpanKey.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == SpanKey.class) {
        keys.add(field);
      }
    }
    assertThat(keys).isNotEmpty();
    return keys;
  }

  /** The same constant of another class, as a function's is. */
  private static Object users(Field field) throws Exception {
    URL jar = SpanKey.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader loader = new Own(jar)) {
      Object key = loader.loadClass(SpanKey.class.getName()).getField(field.getName()).get(null);
      assertThat(key).isNotInstanceOf(SpanKey.class);
      return key;
    }
  }

  private static final class Own extends URLClassLoader {

    private Own(URL jar) {
      super(new URL[] {jar}, SpanKeysTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.equals(SpanKey.class.getName())
          ? findClass(name)
          : super.loadClass(name, resolve);
    }
  }
}
