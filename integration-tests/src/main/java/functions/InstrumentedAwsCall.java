package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.instrumentation.awssdk.v2_2.AwsSdkTelemetry;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Calls DynamoDB, where the event says, by a client that the function instruments itself. */
public final class InstrumentedAwsCall implements RequestHandler<String, String> {

  @Override
  public String handleRequest(String endpoint, Context context) {
    try (DynamoDbClient client =
        DynamoDbClient.builder()
            .endpointOverride(URI.create(endpoint))
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .overrideConfiguration(
                configuration ->
                    configuration.addExecutionInterceptor(
                        AwsSdkTelemetry.create(GlobalOpenTelemetry.get())
                            .createExecutionInterceptor()))
            .build()) {
      return client.listTables().tableNames().toString();
    }
  }
}
