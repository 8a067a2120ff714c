/** Instruments a function's libraries at build time. */
package io.opentelemetry.lambda.agent.buildtime;
