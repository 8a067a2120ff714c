/** Classes that become a part of the agent: the JDK's types only, Java 8. */
package io.opentelemetry.lambda.agent.deferred;
