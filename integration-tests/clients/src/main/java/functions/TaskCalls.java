package functions;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Calls by the JDK's client, in other threads. */
final class TaskCalls implements Client {

  private final Client client = new JdkCalls();
  // the cast is a usual one
  private final ThreadPoolExecutor executor = (ThreadPoolExecutor) Executors.newFixedThreadPool(2);
  private final ExecutorService service = executor;
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

  @Override
  public String call(String way, String url) throws Exception {
    Callable<String> task = () -> client.call("sync", url);
    return switch (way) {
      case "execute" -> {
        CompletableFuture<String> result = new CompletableFuture<>();
        executor.execute(() -> result.complete(text(task)));
        yield result.join();
      }
      case "submit" -> service.submit(task).get();
      case "reference" -> {
        Function<Callable<String>, Future<String>> submit = service::submit;
        yield submit.apply(task).get();
      }
      // of a type that inherits the method
      case "pool-reference" -> {
        Function<Callable<String>, Future<String>> submit = executor::submit;
        yield submit.apply(task).get();
      }
      case "parallel" -> {
        List<String> found =
            IntStream.range(0, 4).boxed().toList().parallelStream().map(i -> text(task)).toList();
        yield found.toString();
      }
      case "parallel-range" -> {
        List<String> found = IntStream.range(0, 4).parallel().mapToObj(i -> text(task)).toList();
        yield found.toString();
      }
      case "parallel-later" -> {
        List<String> found = IntStream.range(0, 4).boxed().map(i -> text(task)).parallel().toList();
        yield found.toString();
      }
      case "invoke-all" -> service.invokeAll(List.of(task)).get(0).get();
      case "schedule" -> scheduler.schedule(task, 1, TimeUnit.MILLISECONDS).get();
      case "completion" -> {
        CompletionService<String> completion = new ExecutorCompletionService<>(service);
        completion.submit(task);
        yield completion.take().get();
      }
      case "fork-join" -> ForkJoinPool.commonPool().submit(task).get();
      case "supply" -> CompletableFuture.supplyAsync(() -> text(task)).join();
      case "supply-by-executor" -> CompletableFuture.supplyAsync(() -> text(task), service).join();
      case "stage" ->
          CompletableFuture.supplyAsync(() -> 1)
              .thenApply(number -> text(task))
              .thenApplyAsync(text -> text, executor)
              .join();
      case "stage-async" ->
          CompletableFuture.supplyAsync(() -> 1)
              .thenCombineAsync(CompletableFuture.supplyAsync(() -> 2), (one, two) -> text(task))
              .join();
      // from Java 21 on
      case "virtual" ->
          ((ExecutorService)
                  Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null))
              .submit(task)
              .get();
      case "class" -> service.submit(new Task(client, url)).get();
      default -> throw new IllegalArgumentException(way);
    };
  }

  static String text(Callable<String> task) {
    try {
      return task.call();
    } catch (Exception e) {
      return e.toString();
    }
  }

  private record Task(Client client, String url) implements Callable<String> {

    @Override
    public String call() throws Exception {
      return client.call("sync", url);
    }
  }
}
