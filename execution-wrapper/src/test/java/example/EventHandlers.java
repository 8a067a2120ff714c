package example;

import example.TypedHandlers.Echo;

/** A handler for each type that aws-lambda-java-events models, of the same name. */
@SuppressWarnings("deprecation") // two of them are, and are served all the same
public final class EventHandlers {

  public static final class APIGatewayCustomAuthorizerEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent> {}

  public static final class APIGatewayProxyRequestEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent> {}

  public static final class APIGatewayProxyResponseEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent> {}

  public static final class APIGatewayV2CustomAuthorizerEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent> {}

  public static final class APIGatewayV2HTTPEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent> {}

  public static final class APIGatewayV2HTTPResponse
      extends Echo<com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse> {}

  public static final class APIGatewayV2ProxyRequestEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.APIGatewayV2ProxyRequestEvent> {}

  public static final class APIGatewayV2ProxyResponseEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.APIGatewayV2ProxyResponseEvent> {}

  public static final class APIGatewayV2WebSocketEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent> {}

  public static final class APIGatewayV2WebSocketResponse
      extends Echo<com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketResponse> {}

  public static final class ActiveMQEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.ActiveMQEvent> {}

  public static final class AppSyncLambdaAuthorizerEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.AppSyncLambdaAuthorizerEvent> {}

  public static final class AppSyncLambdaAuthorizerResponse
      extends Echo<com.amazonaws.services.lambda.runtime.events.AppSyncLambdaAuthorizerResponse> {}

  public static final class ApplicationLoadBalancerRequestEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.ApplicationLoadBalancerRequestEvent> {}

  public static final class ApplicationLoadBalancerResponseEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.ApplicationLoadBalancerResponseEvent> {}

  public static final class CloudFormationCustomResourceEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent> {}

  public static final class CloudFrontEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.CloudFrontEvent> {}

  public static final class CloudWatchCompositeAlarmEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.CloudWatchCompositeAlarmEvent> {}

  public static final class CloudWatchLogsEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.CloudWatchLogsEvent> {}

  public static final class CloudWatchMetricAlarmEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.CloudWatchMetricAlarmEvent> {}

  public static final class CodeCommitEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.CodeCommitEvent> {}

  public static final class CognitoEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.CognitoEvent> {}

  public static final class CognitoUserPoolCreateAuthChallengeEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.CognitoUserPoolCreateAuthChallengeEvent> {}

  public static final class CognitoUserPoolCustomMessageEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.CognitoUserPoolCustomMessageEvent> {}

  public static final class CognitoUserPoolDefineAuthChallengeEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.CognitoUserPoolDefineAuthChallengeEvent> {}

  public static final class CognitoUserPoolEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.CognitoUserPoolEvent> {}

  public static final class CognitoUserPoolMigrateUserEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.CognitoUserPoolMigrateUserEvent> {}

  public static final class CognitoUserPoolPostAuthenticationEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPostAuthenticationEvent> {}

  public static final class CognitoUserPoolPostConfirmationEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPostConfirmationEvent> {}

  public static final class CognitoUserPoolPreAuthenticationEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreAuthenticationEvent> {}

  public static final class CognitoUserPoolPreSignUpEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreSignUpEvent> {}

  public static final class CognitoUserPoolPreTokenGenerationEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreTokenGenerationEvent> {}

  public static final class CognitoUserPoolPreTokenGenerationEventV2
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreTokenGenerationEventV2> {}

  public static final class CognitoUserPoolVerifyAuthChallengeResponseEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events
              .CognitoUserPoolVerifyAuthChallengeResponseEvent> {}

  public static final class ConfigEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.ConfigEvent> {}

  public static final class ConnectEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.ConnectEvent> {}

  public static final class DynamodbEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.DynamodbEvent> {}

  public static final class DynamodbTimeWindowEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent> {}

  public static final class IamPolicyResponse
      extends Echo<com.amazonaws.services.lambda.runtime.events.IamPolicyResponse> {}

  public static final class IamPolicyResponseV1
      extends Echo<com.amazonaws.services.lambda.runtime.events.IamPolicyResponseV1> {}

  public static final class IoTButtonEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.IoTButtonEvent> {}

  public static final class KafkaEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.KafkaEvent> {}

  public static final class KinesisAnalyticsFirehoseInputPreprocessingEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events
              .KinesisAnalyticsFirehoseInputPreprocessingEvent> {}

  public static final class KinesisAnalyticsInputPreprocessingResponse
      extends Echo<
          com.amazonaws.services.lambda.runtime.events
              .KinesisAnalyticsInputPreprocessingResponse> {}

  public static final class KinesisAnalyticsOutputDeliveryEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.KinesisAnalyticsOutputDeliveryEvent> {}

  public static final class KinesisAnalyticsOutputDeliveryResponse
      extends Echo<
          com.amazonaws.services.lambda.runtime.events.KinesisAnalyticsOutputDeliveryResponse> {}

  public static final class KinesisAnalyticsStreamsInputPreprocessingEvent
      extends Echo<
          com.amazonaws.services.lambda.runtime.events
              .KinesisAnalyticsStreamsInputPreprocessingEvent> {}

  public static final class KinesisEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.KinesisEvent> {}

  public static final class KinesisFirehoseEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.KinesisFirehoseEvent> {}

  public static final class KinesisTimeWindowEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent> {}

  public static final class LambdaDestinationEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.LambdaDestinationEvent> {}

  public static final class LexEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.LexEvent> {}

  public static final class MSKFirehoseEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.MSKFirehoseEvent> {}

  public static final class MSKFirehoseResponse
      extends Echo<com.amazonaws.services.lambda.runtime.events.MSKFirehoseResponse> {}

  public static final class RabbitMQEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.RabbitMQEvent> {}

  public static final class S3BatchEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.S3BatchEvent> {}

  public static final class S3BatchEventV2
      extends Echo<com.amazonaws.services.lambda.runtime.events.S3BatchEventV2> {}

  public static final class S3BatchResponse
      extends Echo<com.amazonaws.services.lambda.runtime.events.S3BatchResponse> {}

  public static final class S3Event
      extends Echo<com.amazonaws.services.lambda.runtime.events.S3Event> {}

  public static final class S3ObjectLambdaEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.S3ObjectLambdaEvent> {}

  public static final class SNSEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.SNSEvent> {}

  public static final class SQSBatchResponse
      extends Echo<com.amazonaws.services.lambda.runtime.events.SQSBatchResponse> {}

  public static final class SQSEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.SQSEvent> {}

  public static final class ScheduledEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.ScheduledEvent> {}

  public static final class SecretsManagerRotationEvent
      extends Echo<com.amazonaws.services.lambda.runtime.events.SecretsManagerRotationEvent> {}

  public static final class SimpleIAMPolicyResponse
      extends Echo<com.amazonaws.services.lambda.runtime.events.SimpleIAMPolicyResponse> {}

  public static final class StreamsEventResponse
      extends Echo<com.amazonaws.services.lambda.runtime.events.StreamsEventResponse> {}

  public static final class TimeWindowEventResponse
      extends Echo<com.amazonaws.services.lambda.runtime.events.TimeWindowEventResponse> {}

  private EventHandlers() {}
}
