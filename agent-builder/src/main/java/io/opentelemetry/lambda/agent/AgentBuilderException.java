package io.opentelemetry.lambda.agent;

/** Reports, in one line, a failure that the user can do something about. */
public final class AgentBuilderException extends RuntimeException {

  public AgentBuilderException(String message) {
    super(message);
  }

  public AgentBuilderException(String message, Throwable cause) {
    super(message, cause);
  }
}
