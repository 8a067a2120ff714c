package functions;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import java.net.InetSocketAddress;
import java.net.URI;

/** Cassandra, by its driver 4. */
final class CassandraCalls implements Client {

  private static final String QUERY = "select key from system.local";

  private CqlSession session;

  @Override
  public String call(String way, String url) throws Exception {
    CqlSession session = session(url);
    return switch (way) {
      case "sync" -> session.execute(QUERY).one().getString(0);
      case "async" -> session.executeAsync(QUERY).toCompletableFuture().get().one().getString(0);
      case "twice" ->
          session
              .executeAsync(QUERY)
              .thenCompose(first -> session.executeAsync(QUERY))
              .toCompletableFuture()
              .get()
              .one()
              .getString(0);
      case "prepared" -> {
        PreparedStatement prepared = session.prepare(QUERY + " where key = ?");
        yield session.execute(prepared.bind("local")).one().getString(0);
      }
      case "error" -> session.execute("select nonsense from nowhere").one().getString(0);
      default -> throw new IllegalArgumentException(way);
    };
  }

  private CqlSession session(String url) {
    if (session == null) {
      URI uri = URI.create(url);
      session =
          CqlSession.builder()
              .addContactPoint(new InetSocketAddress(uri.getHost(), uri.getPort()))
              .withLocalDatacenter("datacenter1")
              .build();
    }
    return session;
  }
}
