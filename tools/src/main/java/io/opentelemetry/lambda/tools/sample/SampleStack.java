package io.opentelemetry.lambda.tools.sample;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.aws.AwsErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** A sample's CloudFormation stack. */
final class SampleStack {

  private static final String MISSING = "does not exist";
  private static final String NO_UPDATE = "No updates are to be performed";
  private static final String STACK = "AWS::CloudFormation::Stack";

  private final CloudFormationClient aws;
  private final String name;

  SampleStack(CloudFormationClient aws, String name) {
    this.aws = aws;
    this.name = name;
  }

  /** Gets the stack's state, if there is such a stack. */
  Optional<StackStatus> status() {
    return find().map(Stack::stackStatus);
  }

  private Optional<Stack> find() {
    List<Stack> stacks =
        SampleAws.unless(
            MISSING,
            "the stack " + name + " cannot be looked at",
            () -> aws.describeStacks(request -> request.stackName(name)).stacks());
    return stacks == null ? Optional.empty() : stacks.stream().findFirst();
  }

  /** Creates or updates it, and waits for the end of that. */
  void deploy(String template, Map<String, String> parameters) {
    List<Parameter> values = new ArrayList<>();
    parameters.forEach(
        (key, value) ->
            values.add(Parameter.builder().parameterKey(key).parameterValue(value).build()));
    try {
      if (status().isEmpty()) {
        create(template, values);
      } else {
        update(template, values);
      }
    } catch (SdkException e) {
      throw ToolException.failure(
          "the stack %s has failed: %s. ./run.sh delete removes what is left of it"
              .formatted(name, firstFailure(e)));
    }
  }

  private void create(String template, List<Parameter> parameters) {
    aws.createStack(
        request ->
            request
                .stackName(name)
                .templateBody(template)
                .parameters(parameters)
                .capabilities(Capability.CAPABILITY_IAM));
    aws.waiter().waitUntilStackCreateComplete(request -> request.stackName(name));
  }

  private void update(String template, List<Parameter> parameters) {
    try {
      aws.updateStack(
          request ->
              request
                  .stackName(name)
                  .templateBody(template)
                  .parameters(parameters)
                  .capabilities(Capability.CAPABILITY_IAM));
    } catch (SdkException e) {
      if (AwsErrors.describe(e).contains(NO_UPDATE)) {
        return;
      }
      throw e;
    }
    aws.waiter().waitUntilStackUpdateComplete(request -> request.stackName(name));
  }

  void delete() {
    SampleAws.orFail(
        "the stack " + name + " cannot be deleted",
        () -> aws.deleteStack(request -> request.stackName(name)));
    try {
      aws.waiter().waitUntilStackDeleteComplete(request -> request.stackName(name));
    } catch (SdkException e) {
      throw ToolException.failure("the stack " + name + " cannot be deleted: " + firstFailure(e));
    }
  }

  List<Output> outputs() {
    return find().map(Stack::outputs).orElse(List.of());
  }

  /** Gets the function's name, or null where the stack has no function, or does not exist. */
  @Nullable String function() {
    try {
      return aws.describeStackResource(
              request -> request.stackName(name).logicalResourceId("Function"))
          .stackResourceDetail()
          .physicalResourceId();
    } catch (SdkException e) {
      return null;
    }
  }

  /** Gets the first event of the last operation that says why it failed, else the error. */
  private String firstFailure(SdkException thrown) {
    String reason = AwsErrors.describe(thrown);
    try {
      for (StackEvent event : lastOperation()) {
        if (event.resourceStatusAsString().endsWith("_FAILED")
            && event.resourceStatusReason() != null) {
          reason = event.logicalResourceId() + ": " + event.resourceStatusReason();
        }
      }
    } catch (SdkException e) {
      // the error itself says it
    }
    return reason.replaceAll("\\.+$", "");
  }

  /** Gets the events of the last operation, the newest first. */
  private List<StackEvent> lastOperation() {
    List<StackEvent> events = new ArrayList<>();
    for (StackEvent event :
        aws.describeStackEvents(request -> request.stackName(name)).stackEvents()) {
      if (STACK.equals(event.resourceType())
          && event.resourceStatusAsString().endsWith("_IN_PROGRESS")
          && !event.resourceStatusAsString().contains("ROLLBACK")) {
        break;
      }
      events.add(event);
    }
    return events;
  }
}
