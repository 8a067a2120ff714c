package io.opentelemetry.lambda.cloudformation;

import io.opentelemetry.lambda.cloudformation.document.Value;
import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import io.opentelemetry.lambda.cloudformation.evaluation.Resource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The package of a function: a path in {@code CodeUri} for AWS SAM, in {@code Code} for
 * CloudFormation, as {@code aws cloudformation package} takes it.
 */
final class FunctionCode {

  private static final String WHAT_RUNS = " cannot run here, only zips, jars and folders";

  private static final List<String> RUNTIMES =
      List.of("java", "python", "nodejs", "ruby", "provided");

  private final String key;
  private final Properties properties;

  static FunctionCode of(Resource function, Properties properties) {
    return new FunctionCode(function.isServerless() ? "CodeUri" : "Code", properties);
  }

  private FunctionCode(String key, Properties properties) {
    this.key = key;
    this.properties = properties;
  }

  /** Why a correct function cannot run on this machine, or null if it can. */
  @Nullable String refusal() {
    if ("Image".equals(properties.text("PackageType")) || properties.has("ImageUri")) {
      return properties.location().describe("a container image" + WHAT_RUNS);
    }
    if (properties.has("InlineCode")) {
      return properties.location("InlineCode").describe("inline code" + WHAT_RUNS);
    }
    Value code = properties.value(key);
    if (code instanceof Mapping parts) {
      return properties.location(key).describe(kind(parts) + WHAT_RUNS);
    }
    if (code != null && code.asText().startsWith("s3://")) {
      return properties.location(key).describe("code in S3" + WHAT_RUNS);
    }
    String runtime = properties.requiredText("Runtime");
    return RUNTIMES.stream().anyMatch(runtime::startsWith)
        ? null
        : properties
            .location("Runtime")
            .describe(
                runtime + " cannot run here, only Java, Python, Node.js, Ruby and custom runtimes");
  }

  private static String kind(Mapping code) {
    if (code.get("ImageUri") != null) {
      return "a container image";
    }
    return code.get("ZipFile") != null ? "inline code" : "code in S3";
  }

  Path find(LocalFiles files) {
    return files.find(properties.requiredText(key), properties.location(key));
  }
}
