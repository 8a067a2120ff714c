package io.opentelemetry.lambda.emulator.internal.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** How this user gets a mount namespace: root as it is, others as the root of a user namespace. */
final class Namespaces {

  private static final List<String> AS_ROOT = List.of("unshare", "--mount");
  private static final List<String> AS_USER = List.of("unshare", "--mount", "--map-root-user");

  /**
   * The command before the command.
   *
   * @throws EmulatorException if this user may not have one
   */
  static List<String> command() {
    String refusal = "";
    for (List<String> unshare : List.of(AS_ROOT, AS_USER)) {
      refusal = refusal(unshare);
      if (refusal.isEmpty()) {
        return unshare;
      }
    }
    throw new EmulatorException(
        "no permission for a mount namespace ("
            + refusal
            + "): run as root, or allow unprivileged user namespaces (sysctl"
            + " user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns)");
  }

  /** Tells whether a command is the one of a user who may do it without a user namespace. */
  static boolean areRoots(List<String> command) {
    return command.equals(AS_ROOT);
  }

  /** The command where another command has made its user root of a user namespace before. */
  static List<String> within(List<String> command) {
    return Stream.concat(command.stream(), AS_ROOT.stream()).toList();
  }

  /** Why it does not work; empty if it does. */
  private static String refusal(List<String> unshare) {
    List<String> command = Stream.concat(unshare.stream(), Stream.of("true")).toList();
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
      int status = process.waitFor();
      return status == 0 ? "" : output.isEmpty() ? "unshare: exit status " + status : output;
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private Namespaces() {}
}
