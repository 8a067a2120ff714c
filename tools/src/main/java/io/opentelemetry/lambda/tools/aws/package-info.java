/** AWS's services, as the commands use them. */
@NullMarked
package io.opentelemetry.lambda.tools.aws;

import org.jspecify.annotations.NullMarked;
