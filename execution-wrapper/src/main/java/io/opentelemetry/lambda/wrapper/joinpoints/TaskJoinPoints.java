package io.opentelemetry.lambda.wrapper.joinpoints;

import io.opentelemetry.lambda.transformer.JoinPoint;
import java.util.ArrayList;
import java.util.List;

/** Where tasks are handed to other threads, which are to have the context of the one who does. */
final class TaskJoinPoints {

  private static final String PACKAGE = "java/util/concurrent/";
  private static final String FUTURE = PACKAGE + "CompletableFuture";
  private static final String FORK_JOIN_POOL = PACKAGE + "ForkJoinPool";
  private static final String EXECUTOR = "L" + PACKAGE + "Executor;";
  private static final String CALLABLE = "L" + PACKAGE + "Callable;";
  private static final String TIME = "JL" + PACKAGE + "TimeUnit;";
  private static final String RUNNABLE = "Ljava/lang/Runnable;";
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String COLLECTION = "Ljava/util/Collection;";
  private static final String STAGE = "L" + PACKAGE + "CompletionStage;";
  private static final String FUNCTIONS = "Ljava/util/function/";

  /** The agent's name. */
  static final String LIBRARY = "executors";

  private final List<JoinPoint> points = new ArrayList<>();

  /**
   * @param types whose methods are given tasks
   */
  static List<JoinPoint> create(String[] types) {
    TaskJoinPoints joinPoints = new TaskJoinPoints();
    for (String type : types) {
      if (type.contains("Executor") || type.equals(FORK_JOIN_POOL)) {
        joinPoints.addExecutor(type);
      }
    }
    // whose default executor Java 8 does not tell
    if (!System.getProperty("java.specification.version").startsWith("1.")) {
      joinPoints.addFutures();
    }
    return joinPoints.points;
  }

  private TaskJoinPoints() {}

  private void addExecutor(String owner) {
    addCall(owner, "execute", "(" + RUNNABLE + ")V", "execute");
    if (owner.equals(FORK_JOIN_POOL)) {
      addSubmit(owner, "ForkJoinTask;", "submitToPool");
    } else {
      addSubmit(owner, "Future;", "submit");
    }
    addAll(owner, "invokeAll", "Ljava/util/List;");
    addAll(owner, "invokeAny", OBJECT);
    if (owner.contains("Scheduled")) {
      String type = TIME + ")L" + PACKAGE + "ScheduledFuture;";
      addCall(owner, "schedule", "(" + RUNNABLE + type, "schedule");
      addCall(owner, "schedule", "(" + CALLABLE + type, "schedule");
    }
  }

  private void addSubmit(String owner, String future, String hook) {
    String result = ")L" + PACKAGE + future;
    addCall(owner, "submit", "(" + RUNNABLE + result, hook);
    addCall(owner, "submit", "(" + RUNNABLE + OBJECT + result, hook);
    addCall(owner, "submit", "(" + CALLABLE + result, hook);
  }

  private void addAll(String owner, String method, String result) {
    addCall(owner, method, "(" + COLLECTION + ")" + result, method);
    addCall(owner, method, "(" + COLLECTION + TIME + ")" + result, method);
  }

  private void addCall(String owner, String method, String descriptor, String hook) {
    points.add(
        JoinPoint.redirect(
            JoinPoint.Kind.REDIRECT_OF_INSTANCE,
            LIBRARY,
            owner,
            method,
            descriptor,
            ClientJoinPoints.HOOKS + "executors/Executors",
            hook));
  }

  private void addFutures() {
    addFuture(JoinPoint.Kind.REDIRECT, "supplyAsync", FUNCTIONS + "Supplier;");
    addFuture(JoinPoint.Kind.REDIRECT, "runAsync", RUNNABLE);
    addStage("thenApplyAsync", FUNCTIONS + "Function;");
    addStage("thenAcceptAsync", FUNCTIONS + "Consumer;");
    addStage("thenRunAsync", RUNNABLE);
    addStage("thenCombineAsync", STAGE + FUNCTIONS + "BiFunction;");
    addStage("thenAcceptBothAsync", STAGE + FUNCTIONS + "BiConsumer;");
    addStage("runAfterBothAsync", STAGE + RUNNABLE);
    addStage("applyToEitherAsync", STAGE + FUNCTIONS + "Function;");
    addStage("acceptEitherAsync", STAGE + FUNCTIONS + "Consumer;");
    addStage("runAfterEitherAsync", STAGE + RUNNABLE);
    addStage("thenComposeAsync", FUNCTIONS + "Function;");
    addStage("whenCompleteAsync", FUNCTIONS + "BiConsumer;");
    addStage("handleAsync", FUNCTIONS + "BiFunction;");
  }

  private void addStage(String method, String arguments) {
    addFuture(JoinPoint.Kind.REDIRECT_OF_INSTANCE, method, arguments);
  }

  private void addFuture(JoinPoint.Kind kind, String method, String arguments) {
    String result = ")L" + FUTURE + ";";
    for (String executor : new String[] {"", EXECUTOR}) {
      points.add(
          JoinPoint.redirect(
              kind,
              LIBRARY,
              FUTURE,
              method,
              "(" + arguments + executor + result,
              ClientJoinPoints.HOOKS + "executors/CompletableFutures",
              method));
    }
  }
}
