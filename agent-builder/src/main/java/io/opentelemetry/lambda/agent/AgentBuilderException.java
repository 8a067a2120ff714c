package io.opentelemetry.lambda.agent;

/** What the user can do something about, in one line. */
final class AgentBuilderException extends RuntimeException {

  AgentBuilderException(String message) {
    super(message);
  }

  AgentBuilderException(String message, Throwable cause) {
    super(message, cause);
  }
}
