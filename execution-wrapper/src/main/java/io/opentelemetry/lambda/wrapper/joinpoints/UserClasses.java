package io.opentelemetry.lambda.wrapper.joinpoints;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The classes that the user has written: all but those of well-known libraries, in whose threads a
 * context would outlast what it belongs to. Those of a library that hand the user's tasks to an
 * executor are treated as the user's.
 */
final class UserClasses {

  private final Set<String> libraries =
      new HashSet<>(
          Arrays.asList(
              "akka",
              "ch/qos",
              "com/amazonaws",
              "com/datastax",
              "com/fasterxml",
              "com/google",
              "com/hazelcast",
              "com/mongodb",
              "com/mysql",
              "com/rabbitmq",
              "com/squareup",
              "com/zaxxer",
              "feign",
              "groovy",
              "io/awspring",
              "io/grpc",
              "io/lettuce",
              "io/micrometer",
              "io/micronaut",
              "io/netty",
              "io/opentelemetry",
              "io/projectreactor",
              "io/quarkus",
              "io/r2dbc",
              "io/reactivex",
              "io/rsocket",
              "io/smallrye",
              "io/vertx",
              "jakarta",
              "javax",
              "kotlin",
              "kotlinx",
              "liquibase",
              "net/bytebuddy",
              "okhttp3",
              "okio",
              "oracle",
              "org/apache",
              "org/asynchttpclient",
              "org/eclipse",
              "org/flywaydb",
              "org/glassfish",
              "org/h2",
              "org/hibernate",
              "org/jboss",
              "org/jetbrains",
              "org/mariadb",
              "org/mongodb",
              "org/postgresql",
              "org/reactivestreams",
              "org/redisson",
              "org/slf4j",
              "org/springframework",
              "org/wildfly",
              "reactor",
              "redis",
              "retrofit2",
              "rx",
              "scala",
              "software/amazon",
              "zio"));

  private final Set<String> handOvers =
      new HashSet<>(
          Arrays.asList(
              "com/google/common/util/concurrent/MoreExecutors$ListeningDecorator",
              "com/google/common/util/concurrent/MoreExecutors$ScheduledListeningDecorator",
              "io/micronaut/core/execution/ExecutionFlow",
              "io/micronaut/scheduling/async/AsyncInterceptor",
              "org/springframework/aop/interceptor/AsyncExecutionAspectSupport",
              "org/springframework/core/task/support/TaskExecutorAdapter",
              "org/springframework/scheduling/concurrent/ThreadPoolTaskExecutor",
              "org/springframework/scheduling/concurrent/ThreadPoolTaskScheduler",
              "org/springframework/util/concurrent/FutureUtils"));

  /**
   * @param path the class's name with slashes
   */
  boolean include(String path) {
    int first = path.indexOf('/');
    if (first < 0) {
      return true;
    }
    if (libraries.contains(path.substring(0, first))) {
      return false;
    }
    int second = path.indexOf('/', first + 1);
    return second < 0 || !libraries.contains(path.substring(0, second)) || handOvers.contains(path);
  }
}
