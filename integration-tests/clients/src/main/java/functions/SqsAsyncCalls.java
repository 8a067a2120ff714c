package functions;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Calls SQS by the AWS SDK 2, asynchronously, and then by the JDK's client. */
final class SqsAsyncCalls implements Client {

  private final Client client = new JdkCalls();

  @Override
  public String call(String way, String url) {
    URI endpoint = URI.create(url).resolve("/");
    try (SqsAsyncClient sqs = client(endpoint)) {
      CompletableFuture<SendMessageResponse> sent =
          sqs.sendMessage(request -> request.queueUrl(endpoint + "/1/orders").messageBody("order"));
      return switch (way) {
        case "apply" -> sent.thenApply(response -> next(url)).join();
        case "compose" ->
            sent.thenCompose(response -> CompletableFuture.completedFuture(next(url))).join();
        case "handle" -> sent.handle((response, error) -> next(url)).join();
        default -> throw new IllegalArgumentException(way);
      };
    }
  }

  private static SqsAsyncClient client(URI endpoint) {
    return SqsAsyncClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .checksumValidationEnabled(false)
        .build();
  }

  private String next(String url) {
    return TaskCalls.text(() -> client.call("sync", url));
  }
}
