package functions;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.net.URI;
import org.bson.Document;

final class MongoCalls implements Client {

  private static final Document ITEM = new Document("name", "secret");

  private MongoDatabase database;

  @Override
  public String call(String way, String url) throws Exception {
    if (database == null) {
      database =
          way.equals("legacy")
              ? legacy(URI.create(url))
              : MongoClients.create(url).getDatabase("orders");
    }
    return switch (way) {
      case "insert" ->
          "" + database.getCollection("items").insertOne(new Document(ITEM)).wasAcknowledged();
      case "find" -> find();
      case "count" -> count();
      case "legacy" -> find();
      case "error" -> error();
      default -> throw new IllegalArgumentException(way);
    };
  }

  /** By the class that was the client before 3.7, and that newer drivers have in another jar. */
  private static MongoDatabase legacy(URI url) throws ReflectiveOperationException {
    Class<?> type = Class.forName("com.mongodb.MongoClient");
    Object client =
        type.getConstructor(String.class, int.class).newInstance(url.getHost(), url.getPort());
    return (MongoDatabase) type.getMethod("getDatabase", String.class).invoke(client, "orders");
  }

  private String find() {
    return ""
        + database.getCollection("items").find(ITEM).projection(new Document("_id", 0)).first();
  }

  private String count() {
    return "" + database.runCommand(new Document("count", "items").append("query", ITEM)).get("ok");
  }

  private String error() {
    try {
      return "" + database.runCommand(new Document("nothing", 1));
    } catch (MongoCommandException e) {
      return "" + e.getErrorCode();
    }
  }
}
