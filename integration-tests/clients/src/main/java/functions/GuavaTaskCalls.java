package functions;

import com.google.common.util.concurrent.ListeningScheduledExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Calls by the JDK's client, in threads of an executor of Guava's. */
final class GuavaTaskCalls implements Client {

  private final Client client = new JdkCalls();
  private final ListeningScheduledExecutorService executor =
      MoreExecutors.listeningDecorator(Executors.newScheduledThreadPool(1));

  @Override
  public String call(String way, String url) throws Exception {
    Callable<String> task = () -> client.call("sync", url);
    CompletableFuture<String> result = new CompletableFuture<>();
    Runnable runnable = () -> result.complete(TaskCalls.text(task));
    return switch (way) {
      case "submit" -> executor.submit(task).get();
      case "run" -> {
        executor.submit(runnable).get();
        yield result.join();
      }
      case "execute" -> {
        executor.execute(runnable);
        yield result.join();
      }
      case "schedule" -> executor.schedule(task, 1, TimeUnit.MILLISECONDS).get();
      default -> throw new IllegalArgumentException(way);
    };
  }
}
