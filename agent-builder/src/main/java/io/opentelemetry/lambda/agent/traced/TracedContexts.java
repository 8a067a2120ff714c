package io.opentelemetry.lambda.agent.traced;

import io.opentelemetry.javaagent.shaded.io.opentelemetry.context.Context;

/**
 * Translates between the agent's contexts and the function's, which are the same in a function that
 * is instrumented at build time. It stands in for {@code AgentContextStorage}.
 */
public final class TracedContexts {

  public static Context getAgentContext(Context context) {
    return context;
  }

  public static Context toApplicationContext(Context context) {
    return context;
  }

  private TracedContexts() {}
}
