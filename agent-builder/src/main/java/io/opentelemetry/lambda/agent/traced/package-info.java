/** The classes that a function gets in its jar when it is instrumented at build time. */
package io.opentelemetry.lambda.agent.traced;
