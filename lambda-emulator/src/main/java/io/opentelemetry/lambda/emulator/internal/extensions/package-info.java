/** AWS's Extensions API, as extensions see it. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.extensions;

import org.jspecify.annotations.NullMarked;
