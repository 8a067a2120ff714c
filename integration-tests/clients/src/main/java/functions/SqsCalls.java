package functions;

import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Calls SQS by the AWS SDK 2; {@code retry} is told to by the first answer. */
final class SqsCalls implements Client {

  @Override
  public String call(String way, String url) {
    URI endpoint = URI.create(url).resolve(way.equals("retry") ? "/retry" : "/");
    String queue = endpoint + "/1/orders";
    try (SqsClient sqs = builder(endpoint).build()) {
      return way.equals("receive")
          ? sqs.receiveMessage(request -> request.queueUrl(queue).messageAttributeNames("x-tenant"))
              .messages()
              .get(0)
              .body()
          : send(sqs, queue);
    }
  }

  static SqsClientBuilder builder(URI endpoint) {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .checksumValidationEnabled(false);
  }

  private static String send(SqsClient sqs, String queue) {
    MessageAttributeValue tenant =
        MessageAttributeValue.builder().dataType("String").stringValue("acme").build();
    return sqs.sendMessage(
            request ->
                request
                    .queueUrl(queue)
                    .messageBody("order")
                    .messageAttributes(Map.of("x-tenant", tenant)))
        .messageId();
  }
}
