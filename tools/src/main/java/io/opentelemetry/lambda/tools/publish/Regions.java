package io.opentelemetry.lambda.tools.publish;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.aws.AwsErrors;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;

/** The regions of a run: several at a time, each tried again, and those that failed named. */
final class Regions {

  private static final int ATTEMPTS = 3;

  private final Account account;
  private final PublishOptions options;
  private final PrintWriter err;
  private final Map<String, String> errors = new ConcurrentHashMap<>();

  Regions(Account account, PublishOptions options, PrintWriter err) {
    this.account = account;
    this.options = options;
    this.err = err;
  }

  void announce(String command, String sha256) {
    int count = account.regions().size();
    err.println(
        "%s: %s, sha256 %s, account %s, %d region%s%s"
            .formatted(
                command,
                options.name(),
                sha256,
                account.id(),
                count,
                count == 1 ? "" : "s",
                options.isDryRun() ? ", dry run" : ""));
  }

  /** Does the same in each region, writes down what is there then, and returns the exit status. */
  int forEach(Consumer<PublishRegion> action, LayersFile file) {
    errors.clear();
    account.regions().forEach(region -> errors.put(region, "not finished"));
    Thread interrupted = new Thread(() -> reportInterruption(file));
    Runtime.getRuntime().addShutdownHook(interrupted);
    runAll(action);
    Runtime.getRuntime().removeShutdownHook(interrupted);
    return finish(file);
  }

  private void runAll(Consumer<PublishRegion> action) {
    ExecutorService threads = Executors.newFixedThreadPool(options.jobs());
    List<Future<?>> running = new ArrayList<>();
    for (String region : account.regions()) {
      running.add(threads.submit(() -> run(region, action)));
    }
    threads.shutdown();
    try {
      for (Future<?> future : running) {
        future.get();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(String name, Consumer<PublishRegion> action) {
    try (PublishRegion region = new PublishRegion(name)) {
      for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
        if (attempt(region, action)) {
          return;
        }
        if (attempt < ATTEMPTS) {
          err.println(name + ": " + errors.get(name) + "; trying again");
          TimeUnit.SECONDS.sleep(attempt);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tries once, and returns whether that is enough: it has worked, or never will. */
  private boolean attempt(PublishRegion region, Consumer<PublishRegion> action) {
    try {
      action.accept(region);
      errors.remove(region.name());
      return true;
    } catch (ToolException e) {
      errors.put(region.name(), e.getMessage());
      return true;
    } catch (RegionException e) {
      errors.put(region.name(), e.getMessage());
      return AwsErrors.isFinal(e.thrown());
    } catch (SdkException e) {
      errors.put(region.name(), AwsErrors.describe(e));
      return AwsErrors.isFinal(e);
    }
  }

  private int finish(LayersFile file) {
    if (!options.isDryRun()) {
      file.write();
    }
    List<String> failed = account.regions().stream().filter(errors::containsKey).toList();
    if (failed.isEmpty()) {
      return 0;
    }
    failed.forEach(region -> err.println(region + ": " + errors.get(region)));
    err.println(
        "failed in: " + String.join(" ", failed) + "; the same command does what is missing");
    return 1;
  }

  private void reportInterruption(LayersFile file) {
    err.println(
        "interrupted: what was under way may be there or not, and the same command finishes it");
    finish(file);
    err.flush();
  }
}
