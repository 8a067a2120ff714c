package io.opentelemetry.lambda.wrapper.edit;

import static io.opentelemetry.lambda.wrapper.edit.HookPoint.Kind.AROUND;
import static io.opentelemetry.lambda.wrapper.edit.HookPoint.Kind.AROUND_REPLACING;
import static io.opentelemetry.lambda.wrapper.edit.HookPoint.Kind.ENTRY;
import static io.opentelemetry.lambda.wrapper.edit.HookPoint.Kind.EXIT;
import static io.opentelemetry.lambda.wrapper.edit.HookPoint.Kind.EXIT_OF_OWN_CALLS;
import static io.opentelemetry.lambda.wrapper.edit.HookPoint.Kind.REDIRECT;

import java.util.ArrayList;
import java.util.List;

/**
 * The hook points of all client libraries, one block for each: those at a class of a certain name,
 * and those at any class, of which the marks tell whether it is worth a look.
 */
class HookPoints {

  private static final String JDK_CLIENT = "java/net/http/HttpClient";
  private static final String ANNOTATIONS = "opentelemetry-instrumentation-annotations";
  private static final String R2DBC = "io/r2dbc/spi/";
  private static final String TEXT = "Ljava/lang/String;";

  /** Those for the function's logs, which have a switch of their own. */
  HookPoint[] ofLogs() {
    return new HookPoint[] {
      HookPoint.of(
          ENTRY,
          "logback-mdc",
          "ch/qos/logback/classic/Logger",
          "callAppenders",
          "(Lch/qos/logback/classic/spi/ILoggingEvent;)V",
          "Logback")
    };
  }

  HookPoint[] named() {
    return new HookPoint[] {
      HookPoint.of(
          EXIT,
          "apache-httpclient",
          "org/apache/http/impl/client/HttpClientBuilder",
          "decorateProtocolExec",
          "(Lorg/apache/http/impl/execchain/ClientExecChain;)Lorg/apache/http/impl/execchain/ClientExecChain;",
          "ApacheHttpClient4"),
      HookPoint.of(
          ENTRY,
          "apache-httpclient",
          "org/apache/hc/client5/http/impl/classic/HttpClientBuilder",
          "build",
          "()Lorg/apache/hc/client5/http/impl/classic/CloseableHttpClient;",
          "ApacheHttpClient5"),
      HookPoint.of(
          ENTRY,
          "okhttp",
          "okhttp3/OkHttpClient$Builder",
          "build",
          "()Lokhttp3/OkHttpClient;",
          "OkHttp"),
      HookPoint.of(
          EXIT,
          "okhttp",
          "okhttp3/OkHttpClient",
          "newCall",
          "(Lokhttp3/Request;)Lokhttp3/Call;",
          "OkHttp"),
      HookPoint.of(
          EXIT_OF_OWN_CALLS,
          "okhttp",
          "okhttp3/Dispatcher",
          "executorService",
          "()Ljava/util/concurrent/ExecutorService;",
          "OkHttp"),
      grpc("ManagedChannelImplBuilder"),
      // which does it itself before 1.33
      grpc("AbstractManagedChannelImplBuilder"),
      HookPoint.of(
          AROUND_REPLACING,
          "kafka",
          "org/apache/kafka/clients/producer/KafkaProducer",
          "send",
          "(Lorg/apache/kafka/clients/producer/ProducerRecord;"
              + "Lorg/apache/kafka/clients/producer/Callback;)Ljava/util/concurrent/Future;",
          "Kafka"),
      mongo("MongoClientSettings"),
      // the legacy client's before 4.0
      mongo("MongoClientOptions"),
      HookPoint.of(
          ENTRY,
          "spring-webflux",
          "org/springframework/web/reactive/function/client/DefaultWebClientBuilder",
          "build",
          "()Lorg/springframework/web/reactive/function/client/WebClient;",
          "SpringWebClient"),
      lettuce(
          "tracing",
          "(Lio/lettuce/core/tracing/Tracing;)Lio/lettuce/core/resource/DefaultClientResources$Builder;"),
      lettuce("build", "()Lio/lettuce/core/resource/DefaultClientResources;"),
      HookPoint.of(
          REDIRECT,
          "r2dbc",
          R2DBC + "ConnectionFactories",
          "find",
          "(L" + R2DBC + "ConnectionFactoryOptions;)L" + R2DBC + "ConnectionFactory;",
          "R2dbc"),
      springRequests("http-url-connection", "SimpleClientHttpRequestFactory"),
      springRequests("reactor-netty", "ReactorClientHttpRequestFactory"),
      springRequests("reactor-netty", "ReactorNettyClientRequestFactory"),
      springRequests("jetty-httpclient", "JettyClientHttpRequestFactory"),
    };
  }

  /** Texts that a class file mentions that has one of the others, by the library. */
  String[][] marks() {
    return new String[][] {
      {"java-http-client", JDK_CLIENT},
      {"jdbc", "java/sql/Driver", "prepareStatement", "executeQuery"},
      {
        "r2dbc",
        R2DBC + "ConnectionFactory",
        R2DBC + "Connection",
        R2DBC + "Statement",
        R2DBC + "Batch"
      },
    };
  }

  /** Made when a class file has one of the marks. */
  List<HookPoint> anywhere() {
    List<HookPoint> points = new ArrayList<>();
    points.add(redirectJdkClient("newHttpClient", "()Ljava/net/http/HttpClient;"));
    points.add(redirectJdkClient("newBuilder", "()Ljava/net/http/HttpClient$Builder;"));
    addJdbc(points);
    addR2dbc(points);
    return points;
  }

  /** Texts that a class mentions that the user has written and that has one of the others. */
  String[][] marksOfUsers() {
    return new String[][] {
      {
        TaskHookPoints.LIBRARY,
        "java/util/concurrent/Executor",
        "java/util/concurrent/ExecutorService",
        "java/util/concurrent/AbstractExecutorService",
        "java/util/concurrent/ThreadPoolExecutor",
        "java/util/concurrent/ScheduledExecutorService",
        "java/util/concurrent/ScheduledThreadPoolExecutor",
        "java/util/concurrent/ForkJoinPool",
        "java/util/concurrent/CompletableFuture"
      },
      // in two parts, as a text in one would be relocated in the layer
      {ANNOTATIONS, "Lio/opentelemetry".concat("/instrumentation/annotations/WithSpan;")}
    };
  }

  /** Made when a class of the user's has one of the marks. */
  List<HookPoint> ofUsers() {
    String[][] marks = marksOfUsers();
    List<HookPoint> points = TaskHookPoints.create(marks[0]);
    points.add(HookPoint.span(ANNOTATIONS, "SpanMethods", marks[1][1]));
    return points;
  }

  private static HookPoint redirectJdkClient(String method, String descriptor) {
    return HookPoint.of(
        REDIRECT, "java-http-client", JDK_CLIENT, method, descriptor, "JavaHttpClient");
  }

  private static void addJdbc(List<HookPoint> points) {
    points.add(
        jdbc(EXIT, "connect", "(" + TEXT + "Ljava/util/Properties;)Ljava/sql/Connection;", 2));
    for (String options : new String[] {"", "I", "II", "III", "[I", "[" + TEXT}) {
      String type = "(" + TEXT + options + ")Ljava/sql/PreparedStatement;";
      points.add(jdbc(EXIT, "prepareStatement", type, 1));
      type = "(" + TEXT + options + ")Ljava/sql/CallableStatement;";
      points.add(jdbc(EXIT, "prepareCall", type, 1));
    }
    addStatement(points, "(" + TEXT, "statement");
    for (String options : new String[] {"I", "[I", "[" + TEXT}) {
      addUpdates(points, "(" + TEXT + options, "statement");
    }
    addStatement(points, "(", "preparedStatement");
    points.add(jdbc(ENTRY, "addBatch", "(" + TEXT + ")V", 1));
    points.add(jdbc(ENTRY, "addBatch", "()V", 0));
    points.add(jdbc(ENTRY, "clearBatch", "()V", 0));
    points.add(around("executeBatch", "()[I", "batch"));
    points.add(around("executeLargeBatch", "()[J", "batch"));
  }

  private static void addStatement(List<HookPoint> points, String arguments, String hook) {
    points.add(around("executeQuery", arguments + ")Ljava/sql/ResultSet;", hook));
    addUpdates(points, arguments, hook);
  }

  private static void addUpdates(List<HookPoint> points, String arguments, String hook) {
    points.add(around("execute", arguments + ")Z", hook));
    points.add(around("executeUpdate", arguments + ")I", hook));
    points.add(around("executeLargeUpdate", arguments + ")J", hook));
  }

  private static HookPoint around(String method, String descriptor, String hook) {
    return HookPoint.anywhere(AROUND, "jdbc", method, descriptor, "Jdbc", hook, 1);
  }

  private static HookPoint jdbc(
      HookPoint.Kind kind, String method, String descriptor, int arguments) {
    return HookPoint.anywhere(kind, "jdbc", method, descriptor, "Jdbc", method, arguments);
  }

  private static void addR2dbc(List<HookPoint> points) {
    String publisher = "()Lorg/reactivestreams/Publisher;";
    points.add(r2dbc(EXIT, "create", publisher));
    points.add(r2dbc(EXIT, "create", "()Lreactor/core/publisher/Mono;"));
    points.add(r2dbc(EXIT, "createStatement", "(" + TEXT + ")L" + R2DBC + "Statement;"));
    points.add(r2dbc(EXIT, "createBatch", "()L" + R2DBC + "Batch;"));
    points.add(r2dbc(ENTRY, "add", "(" + TEXT + ")L" + R2DBC + "Batch;"));
    points.add(r2dbc(EXIT, "execute", publisher));
  }

  private static HookPoint r2dbc(HookPoint.Kind kind, String method, String descriptor) {
    return HookPoint.anywhere(kind, "r2dbc", method, descriptor, "R2dbc", method, 1);
  }

  private static HookPoint grpc(String builder) {
    return HookPoint.of(
        ENTRY,
        "grpc",
        "io/grpc/internal/" + builder,
        "build",
        "()Lio/grpc/ManagedChannel;",
        "Grpc");
  }

  private static HookPoint mongo(String settings) {
    String type = "com/mongodb/" + settings;
    return HookPoint.of(ENTRY, "mongo", type + "$Builder", "build", "()L" + type + ";", "Mongo");
  }

  private static HookPoint lettuce(String method, String descriptor) {
    return HookPoint.of(
        ENTRY,
        "lettuce",
        "io/lettuce/core/resource/DefaultClientResources$Builder",
        method,
        descriptor,
        "Lettuce");
  }

  private static HookPoint springRequests(String library, String factory) {
    return HookPoint.of(
        EXIT,
        library,
        "org/springframework/http/client/" + factory,
        "createRequest",
        "(Ljava/net/URI;Lorg/springframework/http/HttpMethod;)"
            + "Lorg/springframework/http/client/ClientHttpRequest;",
        "SpringRequests");
  }
}
