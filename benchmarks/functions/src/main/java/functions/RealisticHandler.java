package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Does what functions do: reads an item from DynamoDB, calls an HTTP service, and logs. */
public final class RealisticHandler
    implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

  private static final Logger logger = LogManager.getLogger(RealisticHandler.class);

  private final DynamoDbClient dynamoDb =
      DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String table = System.getenv("TABLE_NAME");
  private final URI service = URI.create(System.getenv("SERVICE_URL"));

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent request, Context context) {
    String id = request.getPathParameters().get("id");
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(get -> get.tableName(table).key(Map.of("id", AttributeValue.fromS(id))))
            .item();
    String price = callService();
    logger.info("item {} costs {}", id, price);
    return new APIGatewayProxyResponseEvent()
        .withStatusCode(item.isEmpty() ? 404 : 200)
        .withBody(item.isEmpty() ? "" : item.get("name").s() + ": " + price);
  }

  private String callService() {
    try {
      return http.send(
              HttpRequest.newBuilder(service).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
