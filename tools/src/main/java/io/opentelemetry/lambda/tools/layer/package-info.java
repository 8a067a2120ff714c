/** The layers of this project, as they are built. */
@NullMarked
package io.opentelemetry.lambda.tools.layer;

import org.jspecify.annotations.NullMarked;
