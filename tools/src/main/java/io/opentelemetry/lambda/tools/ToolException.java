package io.opentelemetry.lambda.tools;

/** Ends a command with one line for the user, and an exit status. */
public final class ToolException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int status;

  /** Describes a failure of AWS or of a build: exit status 1. */
  public static ToolException failure(String message) {
    return new ToolException(message, 1);
  }

  /** Describes options or files that cannot be used: exit status 2. */
  public static ToolException usage(String message) {
    return new ToolException(message, 2);
  }

  /** Describes something that this machine lacks, such as credentials: exit status 3. */
  public static ToolException environment(String message) {
    return new ToolException(message, 3);
  }

  private ToolException(String message, int status) {
    super(message);
    this.status = status;
  }

  /** The status that the program exits with. */
  public int status() {
    return status;
  }
}
