package io.opentelemetry.lambda.agent;

/** Reports, in one line, a failure that the user can do something about. */
final class AgentBuilderException extends RuntimeException {

  AgentBuilderException(String message) {
    super(message);
  }

  AgentBuilderException(String message, Throwable cause) {
    super(message, cause);
  }
}
