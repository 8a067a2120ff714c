/** Chooses and loads the classes that the function's code gets. */
package io.opentelemetry.lambda.wrapper.internal.classpath;
