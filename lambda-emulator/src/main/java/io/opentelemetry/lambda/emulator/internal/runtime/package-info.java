/** Lambda's managed runtimes: interpreters, AWS's runtime clients, and how they are started. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.runtime;

import org.jspecify.annotations.NullMarked;
