package functions;

import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bson.Document;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** MongoDB's reactive driver, without Reactor. */
final class MongoReactiveCalls implements Client {

  private static final Document ITEM = new Document("name", "secret");

  private MongoDatabase database;

  @Override
  public String call(String way, String url) {
    if (database == null) {
      database = MongoClients.create(url).getDatabase("orders");
    }
    MongoCollection<Document> items = database.getCollection("reactive" + way);
    return switch (way) {
      case "insert" -> "found " + all(items.insertOne(new Document(ITEM))).join().size();
      case "find" -> "found " + all(items.find(ITEM).first()).join().size();
      case "batches" -> batches(items);
      case "error" -> error();
      case "next" -> next(items);
      default -> throw new IllegalArgumentException(way);
    };
  }

  /** More than what the server answers at once. */
  private static String batches(MongoCollection<Document> items) {
    all(items.deleteMany(new Document())).join();
    all(items.insertMany(IntStream.range(0, 5).mapToObj(i -> new Document(ITEM)).toList())).join();
    return "found " + all(items.find(ITEM).batchSize(2)).join().size();
  }

  private String error() {
    return all(database.runCommand(new Document("nothing", 1)))
        .handle((found, error) -> "found " + error.getClass().getSimpleName())
        .join();
  }

  /** A command in the thread that tells of another one's answer. */
  private static String next(MongoCollection<Document> items) {
    return "found "
        + all(items.countDocuments())
            .thenCompose(counted -> all(items.find(new Document("count", counted.get(0))).first()))
            .join()
            .size();
  }

  private static <T> CompletableFuture<List<T>> all(Publisher<T> publisher) {
    Collector<T> collector = new Collector<>();
    publisher.subscribe(collector);
    return collector.result;
  }

  private static final class Collector<T> implements Subscriber<T> {

    private final CompletableFuture<List<T>> result = new CompletableFuture<>();
    private final List<T> found = new ArrayList<>();

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T value) {
      found.add(value);
    }

    @Override
    public void onError(Throwable error) {
      result.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
      result.complete(found);
    }
  }
}
