package io.opentelemetry.lambda.tools.attach;

import io.opentelemetry.lambda.tools.aws.AwsClients;
import io.opentelemetry.lambda.tools.aws.AwsErrors;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;

/**
 * One run over the chosen functions: all are looked at, what would change is shown, and then they
 * are changed, several at a time; one that fails stops no other.
 */
final class ChangeRun implements AutoCloseable {

  private final String command;
  private final FunctionSelection selection;
  private final RunOptions options;
  private final PrintWriter out;
  private final PrintWriter err;
  private final ExecutorService threads;
  private final List<AwsClients> open = new ArrayList<>();
  private final AtomicInteger unchanged = new AtomicInteger();
  private final AtomicInteger changed = new AtomicInteger();
  private final AtomicInteger leftOut = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  /** A function that was looked at, and what is to be done with it. */
  private record Planned(
      String region,
      String name,
      DeployedFunctions functions,
      @Nullable FunctionState function,
      @Nullable Change change,
      @Nullable String error,
      boolean isLeftOut) {

    String title() {
      String kind = function == null || function.isImage() ? "" : " (" + function.runtime() + ")";
      return region + " " + name + kind;
    }
  }

  /** Plans for the functions of one region. */
  interface Plan {

    /**
     * Plans the change of a function.
     *
     * @throws LeftAloneException if it has to stay as it is
     * @throws LeftOutException if it is none of those that can be changed
     */
    Change of(FunctionState function, DeployedFunctions functions);
  }

  /** Carries a change out. */
  interface Action {
    void carryOut(DeployedFunctions functions, FunctionState function, Change change);
  }

  ChangeRun(
      String command,
      FunctionSelection selection,
      RunOptions options,
      PrintWriter out,
      PrintWriter err) {
    this.command = command;
    this.selection = selection;
    this.options = options;
    this.out = out;
    this.err = err;
    this.threads = Executors.newFixedThreadPool(options.jobs());
  }

  /** Looks, shows, asks, changes, and returns the exit status. */
  int run(Function<AwsClients, Plan> plans, Action action) {
    List<Planned> planned = new ArrayList<>();
    for (String region : selection.regions()) {
      planned.addAll(look(region, plans));
    }
    planned.forEach(this::show);
    out.flush();
    List<Planned> toDo =
        planned.stream().filter(function -> function.change() != null && needs(function)).toList();
    long visible = toDo.stream().filter(function -> changes(function)).count();
    if (options.isDryRun()) {
      err.println(command + ": dry run, " + visible + " would be changed");
    } else if (visible == 0 || options.isAgreed(command, visible, err)) {
      changeAll(toDo, action);
    } else {
      err.println(command + ": nothing has been changed");
      return 1;
    }
    return finish();
  }

  private List<Planned> look(String region, Function<AwsClients, Plan> plans) {
    AwsClients aws = AwsClients.in(region);
    open.add(aws);
    LambdaClient lambda = aws.patientLambda(options.patience());
    DeployedFunctions functions = new DeployedFunctions(lambda);
    Set<String> names;
    Plan plan;
    try {
      names = selection.names(aws, lambda);
      plan = plans.apply(aws);
    } catch (SdkException e) {
      failed.incrementAndGet();
      err.println(region + ": " + AwsErrors.describe(e));
      return List.of();
    }
    if (names.isEmpty()) {
      err.println(region + ": no function is chosen");
    }
    return inParallel(
        names.stream().map(name -> (Work) () -> look(region, name, functions, plan)).toList());
  }

  private interface Work extends Callable<Planned> {}

  private List<Planned> inParallel(List<Work> work) {
    List<Future<Planned>> running = work.stream().map(threads::submit).toList();
    List<Planned> done = new ArrayList<>();
    try {
      for (Future<Planned> future : running) {
        done.add(future.get());
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return done;
  }

  private static Planned look(String region, String name, DeployedFunctions functions, Plan plan) {
    FunctionState function = null;
    try {
      function = functions.read(name);
      Change change = plan.of(function, functions);
      return new Planned(region, function.name(), functions, function, change, null, false);
    } catch (LeftOutException e) {
      return new Planned(region, name, functions, function, null, e.getMessage(), true);
    } catch (LeftAloneException e) {
      return new Planned(region, name, functions, function, null, e.getMessage(), false);
    } catch (SdkException e) {
      String error = AwsErrors.describe(e);
      return new Planned(region, name, functions, function, null, error, false);
    }
  }

  private void show(Planned planned) {
    Change change = planned.change();
    if (change == null) {
      (planned.isLeftOut() ? leftOut : failed).incrementAndGet();
      out.println(
          planned.title() + (planned.isLeftOut() ? ": left out: " : ": ") + planned.error());
    } else if (change.lines().isEmpty()) {
      unchanged.incrementAndGet();
    } else {
      out.println(planned.title());
      change.lines().forEach(line -> out.println("  " + line));
    }
  }

  private static boolean changes(Planned planned) {
    return planned.change() != null && planned.change().changesFunction();
  }

  /** Tells those whose configuration or tags are not as they shall be. */
  private static boolean needs(Planned planned) {
    FunctionState function = planned.function();
    Change change = planned.change();
    if (function == null || change == null) {
      return false;
    }
    List<String> tags = AttachRecord.keys(function.tags());
    return change.changesFunction()
        || tags.size() != change.record().tags().size()
        || !function.tags().entrySet().containsAll(change.record().tags().entrySet());
  }

  private void changeAll(List<Planned> toDo, Action action) {
    Thread interrupted =
        new Thread(
            () -> {
              err.println(command + ": interrupted; the same command does what is missing");
              err.flush();
            });
    Runtime.getRuntime().addShutdownHook(interrupted);
    inParallel(toDo.stream().map(planned -> (Work) () -> change(planned, action)).toList());
    Runtime.getRuntime().removeShutdownHook(interrupted);
  }

  private Planned change(Planned planned, Action action) {
    FunctionState function = planned.function();
    Change change = planned.change();
    if (function == null || change == null) {
      return planned;
    }
    String error;
    try {
      action.carryOut(planned.functions(), function, change);
      if (change.changesFunction()) {
        changed.incrementAndGet();
      }
      return planned;
    } catch (LeftAloneException e) {
      error = String.valueOf(e.getMessage());
    } catch (SdkException e) {
      error = AwsErrors.describe(e);
    }
    failed.incrementAndGet();
    err.println(planned.title() + ": failed: " + error);
    return planned;
  }

  private int finish() {
    if (!options.isDryRun()) {
      err.println(
          "%s: %d changed, %d as they should be, %d left out, %d failed"
              .formatted(command, changed.get(), unchanged.get(), leftOut.get(), failed.get()));
    }
    if (failed.get() == 0) {
      return 0;
    }
    err.println(
        command + ": those that failed are named above; the same command does what is missing");
    return 1;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    open.forEach(AwsClients::close);
  }
}
