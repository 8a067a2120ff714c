/** The functions of a CloudFormation or AWS SAM template. */
@NullMarked
package io.opentelemetry.lambda.cloudformation;

import org.jspecify.annotations.NullMarked;
