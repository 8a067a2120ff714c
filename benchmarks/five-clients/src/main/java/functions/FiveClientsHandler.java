package functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import redis.clients.jedis.Jedis;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Calls once by OkHttp, Apache HttpClient 5, JDBC, Jedis and the AWS SDK's client of DynamoDB. */
public final class FiveClientsHandler
    implements RequestHandler<APIGatewayProxyRequestEvent, APIGatewayProxyResponseEvent> {

  private final OkHttpClient okhttp = new OkHttpClient();
  private final CloseableHttpClient apache = HttpClients.createDefault();
  private final DynamoDbClient dynamoDb =
      DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()).build();

  private final String service = System.getenv("SERVICE_URL");
  private final int redisPort = Integer.parseInt(System.getenv("REDIS_PORT"));
  private final String table = System.getenv("TABLE_NAME");

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent request, Context context) {
    String id = request.getPathParameters().get("id");
    try {
      return new APIGatewayProxyResponseEvent()
          .withStatusCode(200)
          .withBody(
              String.join(" ", byOkHttp(), byApache(), byJdbc(), byJedis(id), byDynamoDb(id)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String byOkHttp() throws IOException {
    Request request = new Request.Builder().url(service).build();
    try (Response response = okhttp.newCall(request).execute()) {
      return response.body().string();
    }
  }

  private String byApache() throws IOException {
    return apache.execute(
        new HttpGet(service), response -> EntityUtils.toString(response.getEntity()));
  }

  private static String byJdbc() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select 42")) {
      result.next();
      return result.getString(1);
    }
  }

  private String byJedis(String id) {
    try (Jedis jedis = new Jedis("localhost", redisPort)) {
      return jedis.set("item", id);
    }
  }

  private String byDynamoDb(String id) {
    return dynamoDb
        .getItem(get -> get.tableName(table).key(Map.of("id", AttributeValue.fromS(id))))
        .item()
        .get("name")
        .s();
  }
}
