/** The functions of a CloudFormation or AWS SAM template. */
@NullMarked
package io.opentelemetry.lambda.emulator.internal.template;

import org.jspecify.annotations.NullMarked;
