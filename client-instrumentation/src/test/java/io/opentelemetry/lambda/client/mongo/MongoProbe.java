package io.opentelemetry.lambda.client.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.ServerVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.opentelemetry.context.Scope;
import io.opentelemetry.lambda.client.Invocation;
import io.opentelemetry.lambda.client.Probe;
import org.bson.Document;

final class MongoProbe implements Probe {

  @Override
  public String call(boolean hooked, String url) {
    MongoServer server = new MongoServer(new MemoryBackend().version(ServerVersion.MONGO_5_0));
    MongoClientSettings.Builder settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(server.bindAndGetConnectionString()));
    if (hooked) {
      Mongo.build(settings);
    }
    try (Scope scope = Invocation.context().makeCurrent();
        MongoClient client = MongoClients.create(settings.build())) {
      MongoDatabase orders = client.getDatabase("orders");
      orders.getCollection("items").insertOne(new Document("name", "found"));
      return orders.getCollection("items").find().first().getString("name");
    } finally {
      server.shutdownNow();
    }
  }
}
