package io.opentelemetry.lambda.tools.sample;

import io.opentelemetry.lambda.tools.ToolException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Deletes a sample's stack, its log, its bucket and its images. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Deletes all that deploy has made.")
public final class DeleteCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private SampleOptions options;

  @Override
  public Integer call() {
    String region = options.region();
    try (SampleAws aws = SampleAws.in(region)) {
      SampleStack stack = new SampleStack(aws.clients().cloudFormation(), options.stack());
      CodeBucket bucket = new CodeBucket(aws.clients().s3(), options.bucket(aws.account()), region);
      if (stack.status().isPresent()) {
        delete(stack, aws);
      } else if (!bucket.exists(aws.account())) {
        throw ToolException.failure("there is no stack " + options.stack() + " in " + region);
      }
      SampleTemplate template = SampleTemplate.read(options.folder().resolve("template.yaml"));
      if (template.parameters().contains(ContainerImage.PARAMETER)) {
        ContainerImage.deleteRepository(aws.clients().ecr(), options.stack());
      }
      bucket.delete();
    }
    err("deleted: nothing of " + options.stack() + " is left in " + region);
    return 0;
  }

  private void delete(SampleStack stack, SampleAws aws) {
    String function = stack.function();
    err("deleting the stack " + options.stack() + " in " + options.region());
    stack.delete();
    if (function != null) {
      // Lambda has made it, not the stack
      String group = "/aws/lambda/" + function;
      SampleAws.unless(
          "ResourceNotFoundException",
          "the log " + group + " cannot be deleted",
          () -> aws.clients().logs().deleteLogGroup(request -> request.logGroupName(group)));
    }
  }

  private void err(String line) {
    spec.commandLine().getErr().println(line);
  }
}
