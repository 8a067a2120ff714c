package functions;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBAsync;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBAsyncClientBuilder;
import com.amazonaws.services.dynamodbv2.model.AmazonDynamoDBException;
import com.amazonaws.services.dynamodbv2.model.DescribeTableRequest;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/** Calls DynamoDB at the endpoint that the variable DYNAMODB names, by one client at each event. */
public final class AwsSdkCalls implements RequestHandler<String, String> {

  private static final String ENDPOINT = System.getenv("DYNAMODB");

  private AmazonDynamoDBAsync v1;
  private DynamoDbAsyncClient v2;

  @Override
  public String handleRequest(String call, Context context) {
    switch (call) {
      case "v1":
        return String.valueOf(v1().listTables().getTableNames());
      case "v1-async":
        return String.valueOf(result(v1().listTablesAsync()).getTableNames());
      case "v1-error":
        try {
          return v1().describeTable(new DescribeTableRequest("none")).toString();
        } catch (AmazonDynamoDBException e) {
          return e.getErrorCode();
        }
      default:
        io.opentelemetry.context.Context caller = io.opentelemetry.context.Context.current();
        return v2().listTables()
            .whenComplete(caller.wrapConsumer((result, error) -> span("user.callback")))
            .join()
            .tableNames()
            .toString();
    }
  }

  private static void span(String name) {
    GlobalOpenTelemetry.getTracer("functions").spanBuilder(name).startSpan().end();
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private AmazonDynamoDBAsync v1() {
    if (v1 == null) {
      v1 =
          AmazonDynamoDBAsyncClientBuilder.standard()
              .withEndpointConfiguration(new EndpointConfiguration(ENDPOINT, "us-east-1"))
              .withCredentials(
                  new AWSStaticCredentialsProvider(new BasicAWSCredentials("key", "secret")))
              .build();
    }
    return v1;
  }

  private DynamoDbAsyncClient v2() {
    if (v2 == null) {
      v2 =
          DynamoDbAsyncClient.builder()
              .endpointOverride(URI.create(ENDPOINT))
              .region(Region.US_EAST_1)
              .credentialsProvider(
                  StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
              .build();
    }
    return v2;
  }
}
