package functions;

import com.couchbase.client.core.env.Authenticator;
import com.couchbase.client.core.env.PasswordAuthenticator;
import com.couchbase.client.core.env.SeedNode;
import com.couchbase.client.java.Cluster;
import com.couchbase.client.java.ClusterOptions;
import com.couchbase.client.java.Collection;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Couchbase, by its client 3. */
final class CouchbaseCalls implements Client {

  private Collection collection;

  @Override
  public String call(String way, String url) throws Exception {
    Collection collection = collection(url);
    return switch (way) {
      case "upsert" -> {
        collection.upsert("item", "found");
        yield "stored";
      }
      case "get" -> collection.get("item").contentAs(String.class);
      case "async" -> collection.async().get("item").get().contentAs(String.class);
      case "reactive" -> collection.reactive().get("item").block().contentAs(String.class);
      case "error" -> collection.get("missing").contentAs(String.class);
      default -> throw new IllegalArgumentException(way);
    };
  }

  /**
   * @param url of the manager, with the port of keys and values as its path
   */
  private Collection collection(String url) {
    if (collection == null) {
      URI uri = URI.create(url);
      Optional<Integer> manager = Optional.of(uri.getPort());
      Optional<Integer> values = Optional.of(Integer.parseInt(uri.getPath().substring(1)));
      Authenticator authenticator =
          PasswordAuthenticator.builder("default", "").onlyEnablePlainSaslMechanism().build();
      Cluster cluster =
          Cluster.connect(
              Set.of(SeedNode.create("127.0.0.1", values, manager)),
              ClusterOptions.clusterOptions(authenticator));
      cluster.bucket("default").waitUntilReady(Duration.ofSeconds(10));
      collection = cluster.bucket("default").defaultCollection();
    }
    return collection;
  }
}
