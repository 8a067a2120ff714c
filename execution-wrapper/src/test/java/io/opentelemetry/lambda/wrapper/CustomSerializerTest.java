package io.opentelemetry.lambda.wrapper;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import io.opentelemetry.lambda.wrapper.internal.handler.UserHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The user's own serializer serves as it does without the wrapper. */
class CustomSerializerTest {

  private static final byte[] EVENT = "{\"id\":\"a\"}".getBytes(UTF_8);

  @TempDir private Path function;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Handlers$Pojos",
        "Handlers$Nothing",
        "Handlers$Methods::nothing",
        "Handlers$Methods::onlyContext",
        "Handlers$Methods::streams",
        "TypedHandlers$Methods::bounded",
        "TypedHandlers$Methods::emptyAndStatic",
        "TypedHandlers$ListsOfMaps",
      })
  void sameResult(String handler) throws IOException {
    for (String providers :
        new String[] {
          "example.Serializers$Text",
          "example.Serializers$Failing",
          "example.Serializers$Missing",
          "example.Serializers$Text\nexample.Serializers$Failing",
          "not a name",
        }) {
      compare("example." + handler, providers);
    }
  }

  private void compare(String handler, String providers) throws IOException {
    Path services = Files.createDirectories(function.resolve("META-INF/services"));
    Files.writeString(services.resolve(CustomPojoSerializer.class.getName()), providers);
    Result bare = LambdaRuntime.create(loader()).bare(handler).call(EVENT);
    Result wrapped = LambdaRuntime.create(loader()).wrapped(handler).call(EVENT);
    assertThat(wrapped).as(providers).isEqualTo(bare);
  }

  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(new URL[] {function.toUri().toURL()}, getClass().getClassLoader());
  }

  @Test
  void libraryOlderThanTheInterface_isServedAllTheSame() throws Exception {
    try (URLClassLoader old = new LibraryWithoutTheInterface()) {
      Method load =
          accessible(
              old.loadClass(UserHandler.class.getName())
                  .getDeclaredMethod("load", String.class, ClassLoader.class));
      Object handler = load.invoke(null, "example.Handlers$Strings", old);
      Class<?> context = old.loadClass(Context.class.getName());
      ByteArrayOutputStream response = new ByteArrayOutputStream();
      accessible(
              handler
                  .getClass()
                  .getMethod("handleRequest", InputStream.class, OutputStream.class, context))
          .invoke(
              handler,
              new ByteArrayInputStream("\"a\"".getBytes(UTF_8)),
              response,
              Proxy.newProxyInstance(old, new Class<?>[] {context}, (a, b, c) -> null));
      assertThat(response.toString(ISO_8859_1)).isEqualTo("\"a!\"");
    }
  }

  private static Method accessible(Method method) {
    method.setAccessible(true);
    return method;
  }

  /** All classes of the tests, without the one interface. */
  private static final class LibraryWithoutTheInterface extends URLClassLoader {

    LibraryWithoutTheInterface() {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() {
      return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(LibraryWithoutTheInterface::url)
          .toArray(URL[]::new);
    }

    private static URL url(String path) {
      try {
        return Path.of(path).toUri().toURL();
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.equals(CustomPojoSerializer.class.getName())) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}
