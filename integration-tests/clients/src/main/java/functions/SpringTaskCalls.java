package functions;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.TaskExecutorAdapter;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.AsyncAnnotationAdvisor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Calls by the JDK's client, in threads of Spring's executors. */
final class SpringTaskCalls implements Client {

  private final Client client = new JdkCalls();
  private final ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
  private final SimpleAsyncTaskExecutor simple = new SimpleAsyncTaskExecutor("simple-");

  SpringTaskCalls() {
    pool.initialize();
  }

  @Override
  public String call(String way, String url) throws Exception {
    Callable<String> task = () -> client.call("sync", url);
    return switch (way) {
      case "pool" -> pool.submit(task).get();
      case "pool-completable" -> pool.submitCompletable(task).get();
      case "simple" -> simple.submit(task).get();
      case "simple-execute" -> {
        CompletableFuture<String> result = new CompletableFuture<>();
        simple.execute(() -> result.complete(TaskCalls.text(task)));
        yield result.join();
      }
      case "simple-completable" -> simple.submitCompletable(task).get();
      case "adapter" -> new TaskExecutorAdapter(pool).submit(task).get();
      case "async" -> service(pool).call(url).get();
      case "async-completable" -> service(pool).complete(url).get();
      case "async-simple" -> service(simple).call(url).get();
      default -> throw new IllegalArgumentException(way);
    };
  }

  /** As Spring makes it of a bean whose methods are asynchronous. */
  private Service service(AsyncTaskExecutor executor) {
    ProxyFactory factory = new ProxyFactory(new Calls(client));
    factory.addAdvisor(
        new AsyncAnnotationAdvisor(() -> executor, () -> (error, method, arguments) -> {}));
    return (Service) factory.getProxy();
  }

  interface Service {

    Future<String> call(String url) throws Exception;

    CompletableFuture<String> complete(String url) throws Exception;
  }

  static final class Calls implements Service {

    private final Client client;

    private Calls(Client client) {
      this.client = client;
    }

    @Async
    @Override
    public Future<String> call(String url) throws Exception {
      return CompletableFuture.completedFuture(client.call("sync", url));
    }

    @Async
    @Override
    public CompletableFuture<String> complete(String url) throws Exception {
      return CompletableFuture.completedFuture(client.call("sync", url));
    }
  }
}
