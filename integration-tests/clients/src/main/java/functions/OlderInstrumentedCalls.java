package functions;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.dynamodbv2.AmazonDynamoDBClientBuilder;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.awssdk.v1_11.AwsSdkTelemetry;
import io.opentelemetry.instrumentation.r2dbc.v1_0.R2dbcTelemetry;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.net.URI;

/** Clients that the function instruments itself, with libraries that are released no more. */
final class OlderInstrumentedCalls implements Client {

  private final OpenTelemetry openTelemetry = GlobalOpenTelemetry.get();

  @Override
  public String call(String way, String url) {
    return switch (way) {
      case "dynamodb" -> dynamoDb(url);
      case "r2dbc" -> r2dbc();
      default -> throw new IllegalArgumentException(way);
    };
  }

  /** By the AWS SDK 1. */
  private String dynamoDb(String url) {
    return AmazonDynamoDBClientBuilder.standard()
        .withEndpointConfiguration(
            new EndpointConfiguration(URI.create(url).resolve("/").toString(), "us-east-1"))
        .withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials("key", "secret")))
        .withRequestHandlers(AwsSdkTelemetry.create(openTelemetry).newRequestHandler())
        .build()
        .listTables()
        .getTableNames()
        .toString();
  }

  private String r2dbc() {
    ConnectionFactoryOptions options = ConnectionFactoryOptions.parse("r2dbc:h2:mem:///own");
    return R2dbcCalls.select(
        R2dbcTelemetry.create(openTelemetry)
            .wrapConnectionFactory(ConnectionFactories.get(options), options),
        "SELECT 1");
  }
}
