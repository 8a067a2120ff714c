package io.opentelemetry.lambda.cloudformation.evaluation;

import static java.util.Map.entry;

import java.util.Locale;
import java.util.Map;

/** ARNs of resources that exist on this machine only, if at all. */
final class Arns {

  static final String PARTITION = "aws";
  static final String REGION = "us-east-1";
  static final String ACCOUNT = "123456789012";

  private static final String OF_REGION = REGION + ":" + ACCOUNT + ":";

  /** Texts between {@code arn:aws:} and the name, where they are not the usual. */
  private static final Map<String, String> SCOPES =
      Map.ofEntries(
          entry("AWS::DynamoDB::Table", "dynamodb:" + OF_REGION + "table/"),
          entry("AWS::Events::EventBus", "events:" + OF_REGION + "event-bus/"),
          entry("AWS::IAM::Role", "iam::" + ACCOUNT + ":role/"),
          entry("AWS::KMS::Key", "kms:" + OF_REGION + "key/"),
          entry("AWS::Kinesis::Stream", "kinesis:" + OF_REGION + "stream/"),
          entry("AWS::Lambda::Function", "lambda:" + OF_REGION + "function:"),
          entry("AWS::Lambda::LayerVersion", "lambda:" + OF_REGION + "layer:"),
          entry("AWS::Logs::LogGroup", "logs:" + OF_REGION + "log-group:"),
          entry("AWS::S3::Bucket", "s3:::"),
          entry("AWS::SSM::Parameter", "ssm:" + OF_REGION + "parameter/"),
          entry("AWS::SecretsManager::Secret", "secretsmanager:" + OF_REGION + "secret:"),
          entry("AWS::Serverless::Function", "lambda:" + OF_REGION + "function:"),
          entry("AWS::Serverless::LayerVersion", "lambda:" + OF_REGION + "layer:"),
          entry("AWS::Serverless::SimpleTable", "dynamodb:" + OF_REGION + "table/"),
          entry("AWS::Serverless::StateMachine", "states:" + OF_REGION + "stateMachine:"),
          entry("AWS::StepFunctions::StateMachine", "states:" + OF_REGION + "stateMachine:"));

  static String of(String type, String name) {
    return "arn:" + PARTITION + ":" + SCOPES.getOrDefault(type, usualScope(type)) + name;
  }

  static String ofLayer(String name) {
    return of("AWS::Lambda::LayerVersion", name) + ":1";
  }

  /** {@code sqs:us-east-1:123456789012:} for {@code AWS::SQS::Queue}. */
  private static String usualScope(String type) {
    String[] parts = type.split("::", -1);
    return (parts.length > 1 ? parts[1].toLowerCase(Locale.ROOT) : "") + ":" + OF_REGION;
  }

  private Arns() {}
}
