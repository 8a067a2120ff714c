package io.opentelemetry.lambda.tools.sample;

import io.opentelemetry.lambda.tools.Project;
import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Deploys a sample by CloudFormation. */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Deploys the sample to AWS by CloudFormation, by default with the layer of its language as it is built here.",
      "The function's telemetry goes to the endpoint, by OTLP over HTTP."
    })
public final class DeployCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private SampleOptions options;

  @Mixin private LayerOptions layers;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      defaultValue = "${env:OTEL_EXPORTER_OTLP_ENDPOINT}",
      description = "the backend, by default OTEL_EXPORTER_OTLP_ENDPOINT")
  private @Nullable String endpoint;

  @Option(
      names = "--headers",
      paramLabel = "KEY=VALUE,...",
      defaultValue = "${env:OTEL_EXPORTER_OTLP_HEADERS}",
      description = "the headers that the backend wants, by default OTEL_EXPORTER_OTLP_HEADERS")
  private @Nullable String headers;

  @Option(
      names = "--layer-arn",
      paramLabel = "ARN",
      description = "a published layer; may be repeated")
  private List<String> arns = new ArrayList<>();

  @Override
  public Integer call() {
    String url = endpoint();
    Path folder = options.folder();
    SampleTemplate template = SampleTemplate.read(folder.resolve("template.yaml"));
    List<BuiltLayer> built = layers.named();
    if (built.isEmpty() && arns.isEmpty()) {
      built = List.of(BuiltLayer.ofRuntime(template.runtime()));
    }
    check(built, template.runtime());
    boolean hasImage = template.parameters().contains(ContainerImage.PARAMETER);
    if (hasImage && !arns.isEmpty()) {
      throw ToolException.usage(
          "an image has layers as they are built here: --layer, not --layer-arn");
    }
    String region = options.region();
    try (SampleAws aws = SampleAws.in(region)) {
      CodeBucket bucket = new CodeBucket(aws.clients().s3(), options.bucket(aws.account()), region);
      bucket.create();
      Map<String, String> parameters = new LinkedHashMap<>();
      parameters.put("OtlpEndpoint", url);
      parameters.put("OtlpHeaders", headers == null ? "" : headers);
      if (hasImage) {
        parameters.put(
            ContainerImage.PARAMETER,
            new ContainerImage(folder, built).push(aws.clients().ecr(), options.stack(), err()));
      }
      deploy(template, parameters, built, bucket, aws);
    }
    return 0;
  }

  private String endpoint() {
    if (endpoint == null || endpoint.isEmpty()) {
      throw ToolException.usage(
          "where does what the function reports go? --endpoint URL or OTEL_EXPORTER_OTLP_ENDPOINT");
    }
    return endpoint;
  }

  private void check(List<BuiltLayer> built, String runtime) {
    boolean hasCollector = built.stream().anyMatch(BuiltLayer::isCollector);
    boolean isAlone = built.size() == 1 && arns.isEmpty();
    if (hasCollector && isAlone && !BuiltLayer.instrumentsItself(runtime)) {
      throw ToolException.usage(
          "the Collector traces nothing by itself: --layer wrapper or --layer javaagent, too");
    }
    if (hasCollector && headers != null && !headers.isEmpty()) {
      throw ToolException.usage(
          "the Collector as it is built here sends no headers: publish one for your config, and"
              + " --layer-arn");
    }
  }

  private void deploy(
      SampleTemplate template,
      Map<String, String> parameters,
      List<BuiltLayer> built,
      CodeBucket bucket,
      SampleAws aws) {
    template.attach(built, arns);
    err().println("uploading to the bucket " + bucket.name());
    template.upload(options.folder(), bucket);
    SampleStack stack = new SampleStack(aws.clients().cloudFormation(), options.stack());
    // a stack whose creation has failed takes no other template
    if (stack.status().filter(StackStatus.ROLLBACK_COMPLETE::equals).isPresent()) {
      stack.delete();
    }
    err().println("deploying the stack " + options.stack() + " in " + options.region());
    parameters.keySet().retainAll(template.parameters());
    stack.deploy(template.toString(), parameters);
    print(stack);
  }

  private void print(SampleStack stack) {
    PrintWriter out = spec.commandLine().getOut();
    for (Output output : stack.outputs()) {
      out.println(
          "%s: %s (%s)".formatted(output.outputKey(), output.outputValue(), output.description()));
    }
    String script = Project.shorten(options.folder()).resolve("run.sh").toString();
    String where = " --region " + options.region() + " --stack " + options.stack();
    out.println("invoke it:     " + script + " invoke" + where);
    out.println(
        "its traces:    in the backend behind "
            + endpoint
            + ", of the service "
            + stack.function());
    out.println("delete it all: " + script + " delete" + where);
    out.flush();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
