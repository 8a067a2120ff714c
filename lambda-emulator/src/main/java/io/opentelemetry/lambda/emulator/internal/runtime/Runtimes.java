package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the parts of a managed runtime, and fetches those that this machine lacks. */
public final class Runtimes {

  /**
   * The runtime of a function.
   *
   * @param notices takes a line for each thing that has to be fetched
   * @throws EmulatorException if there is no such runtime, or a part of it cannot be had
   */
  public static FunctionRuntime of(RuntimeSettings settings, Consumer<String> notices) {
    String name = settings.name();
    if (name == null) {
      return JavaRuntime.of(javaHome(settings));
    }
    HostEnvironment host = HostEnvironment.current();
    Cache cache = new Cache(host.cache(), notices);
    return switch (Language.ofRuntime(name).orElseThrow(() -> unknown(name))) {
      case JAVA -> JavaRuntime.of(javaHome(settings), name);
      case PYTHON -> PythonRuntime.of(settings, name, cache, host);
      case NODEJS -> NodeRuntime.of(settings, name, cache, host);
      case RUBY -> RubyRuntime.of(settings, name, host);
    };
  }

  /** Tells whether a folder can be a runtime's client: Ruby's is of use to Ruby alone. */
  public static boolean mayBeClientOf(@Nullable String runtime, Path folder) {
    boolean ruby =
        Optional.ofNullable(runtime)
            .flatMap(Language::ofRuntime)
            .equals(Optional.of(Language.RUBY));
    return ruby || !RubyRuntime.isClient(folder);
  }

  private static Path javaHome(RuntimeSettings settings) {
    return settings.homes().getOrDefault(Language.JAVA, Path.of(System.getProperty("java.home")));
  }

  private static EmulatorException unknown(String name) {
    List<String> names =
        Arrays.stream(Language.values()).flatMap(language -> language.runtimes().stream()).toList();
    return new EmulatorException(
        "there is no runtime " + name + ": there are " + String.join(", ", names));
  }

  private Runtimes() {}
}
