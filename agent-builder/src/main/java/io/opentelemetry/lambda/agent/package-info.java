/** Makes an agent that has only what a function needs out of opentelemetry-javaagent. */
package io.opentelemetry.lambda.agent;
