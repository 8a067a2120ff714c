package io.opentelemetry.lambda.emulator.internal.runtime;

import io.opentelemetry.lambda.emulator.internal.sandbox.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One of Lambda's managed runtimes, on an interpreter of this machine. */
public interface FunctionRuntime {

  /** The runtime's name as Lambda has it, such as {@code java21}. */
  String name();

  /** The command line that starts the runtime, without an exec wrapper. */
  List<String> command(StartSettings function);

  /** The variables that Lambda sets for this runtime, where the function does not set its own. */
  Map<String, String> variables();

  /** The folders that the runtime needs inside, those above before those below. */
  List<Mount> mounts(StartSettings function);

  /** Writes what each environment has of its own into its {@code /var}. */
  default void writeFiles(Path var) {}
}
