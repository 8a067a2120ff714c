package example.awssdk.local;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * Runs DynamoDB Local in memory with a table of one item, {@code 42}.
 *
 * <p>Takes the table's name. Prints the endpoint's URL in one line when it is ready, and ends with
 * its standard input.
 */
public final class LocalDynamoDb {

  public static void main(String[] arguments) throws Exception {
    String table = arguments[0];
    int port = freePort();
    DynamoDBProxyServer server =
        ServerRunner.createServerFromCommandLineArgs(
            new String[] {
              "-disableTelemetry", "-inMemory", "-sharedDb", "-port", Integer.toString(port)
            });
    server.start();
    URI endpoint = URI.create("http://localhost:" + port);
    createTable(endpoint, table);
    System.out.println(endpoint);
    while (System.in.read() >= 0) {
      // until whoever started this is done
    }
    server.stop();
    System.exit(0);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void createTable(URI endpoint, String table) {
    try (DynamoDbClient dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      dynamoDb.createTable(
          create ->
              create
                  .tableName(table)
                  .billingMode(BillingMode.PAY_PER_REQUEST)
                  .attributeDefinitions(
                      AttributeDefinition.builder()
                          .attributeName("id")
                          .attributeType(ScalarAttributeType.S)
                          .build())
                  .keySchema(
                      KeySchemaElement.builder()
                          .attributeName("id")
                          .keyType(KeyType.HASH)
                          .build()));
      dynamoDb.putItem(
          put ->
              put.tableName(table)
                  .item(
                      Map.of(
                          "id", AttributeValue.fromS("42"),
                          "name", AttributeValue.fromS("the answer"))));
    }
  }

  private LocalDynamoDb() {}
}
