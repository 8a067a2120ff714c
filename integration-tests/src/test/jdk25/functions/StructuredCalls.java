package functions;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.StructuredTaskScope;

/** Calls by the JDK's client in virtual threads, of an executor and of a scope. */
final class StructuredCalls implements Client {

  private final Client client = new JdkCalls();

  @Override
  public String call(String way, String url) throws Exception {
    Callable<String> task = () -> client.call("sync", url);
    return switch (way) {
      case "executor" -> virtual(task);
      case "callable" -> callable(task);
      case "runnable" -> runnable(task);
      case "nested" -> callable(() -> callable(task));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static String virtual(Callable<String> task) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      return executor.submit(task).get();
    }
  }

  private static String callable(Callable<String> task) throws Exception {
    try (var scope = StructuredTaskScope.<String>open()) {
      var subtask = scope.fork(task);
      scope.join();
      return subtask.get();
    }
  }

  private static String runnable(Callable<String> task) throws Exception {
    CompletableFuture<String> result = new CompletableFuture<>();
    try (var scope = StructuredTaskScope.<String>open()) {
      scope.fork(
          () -> {
            result.complete(TaskCalls.text(task));
          });
      scope.join();
    }
    return result.join();
  }
}
