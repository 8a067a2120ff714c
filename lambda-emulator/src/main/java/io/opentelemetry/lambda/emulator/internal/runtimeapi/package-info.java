/** AWS's Runtime API, as the function's runtime sees it. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.runtimeapi;

import org.jspecify.annotations.NullMarked;
