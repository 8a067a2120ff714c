package io.opentelemetry.lambda.wrapper.joinpoints;

import static io.opentelemetry.lambda.transformer.JoinPoint.Kind.AROUND;
import static io.opentelemetry.lambda.transformer.JoinPoint.Kind.AROUND_REPLACING;
import static io.opentelemetry.lambda.transformer.JoinPoint.Kind.ENTRY;
import static io.opentelemetry.lambda.transformer.JoinPoint.Kind.EXIT;
import static io.opentelemetry.lambda.transformer.JoinPoint.Kind.EXIT_OF_OWN_CALLS;
import static io.opentelemetry.lambda.transformer.JoinPoint.Kind.REDIRECT;

import io.opentelemetry.lambda.instrumentation.internal.Configuration;
import io.opentelemetry.lambda.instrumentation.internal.Diagnostics;
import io.opentelemetry.lambda.transformer.JoinPoint;
import io.opentelemetry.lambda.transformer.JoinPoints;
import java.util.ArrayList;
import java.util.List;

/**
 * The join points of all client libraries, one block for each: those at a class of a certain name,
 * and those at any class, of which the marks tell whether it is worth a look.
 */
public final class ClientJoinPoints implements JoinPoints {

  static final String HOOKS = "io/opentelemetry/lambda/client/";

  private static final String JDK_CLIENT = "java/net/http/HttpClient";
  private static final String ANNOTATIONS = "opentelemetry-instrumentation-annotations";
  private static final String R2DBC = "io/r2dbc/spi/";
  private static final String TEXT = "Ljava/lang/String;";

  /** Has a switch of its own, that for the function's logs. */
  private static final String LOGBACK = "logback-mdc";

  private final Configuration configuration;
  private final UserClasses userClasses = new UserClasses();

  public ClientJoinPoints(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public boolean isEnabled(String library) {
    return library.equals(LOGBACK)
        ? configuration.correlatesLogs()
        : configuration.instruments(library);
  }

  @Override
  public boolean isOfUser(String path) {
    return userClasses.include(path);
  }

  @Override
  public void debug(String message) {
    Diagnostics.debug(message);
  }

  @Override
  public JoinPoint[] named() {
    return new JoinPoint[] {
      JoinPoint.of(
          ENTRY,
          LOGBACK,
          "ch/qos/logback/classic/Logger",
          "callAppenders",
          "(Lch/qos/logback/classic/spi/ILoggingEvent;)V",
          HOOKS + "logback/Logback"),
      JoinPoint.of(
          EXIT,
          "apache-httpclient",
          "org/apache/http/impl/client/HttpClientBuilder",
          "decorateProtocolExec",
          "(Lorg/apache/http/impl/execchain/ClientExecChain;)Lorg/apache/http/impl/execchain/ClientExecChain;",
          HOOKS + "apachehttpclient4/ApacheHttpClient4"),
      JoinPoint.of(
          ENTRY,
          "apache-httpclient",
          "org/apache/hc/client5/http/impl/classic/HttpClientBuilder",
          "build",
          "()Lorg/apache/hc/client5/http/impl/classic/CloseableHttpClient;",
          HOOKS + "apachehttpclient5/ApacheHttpClient5"),
      JoinPoint.of(
          ENTRY,
          "okhttp",
          "okhttp3/OkHttpClient$Builder",
          "build",
          "()Lokhttp3/OkHttpClient;",
          HOOKS + "okhttp/OkHttp"),
      JoinPoint.of(
          EXIT,
          "okhttp",
          "okhttp3/OkHttpClient",
          "newCall",
          "(Lokhttp3/Request;)Lokhttp3/Call;",
          HOOKS + "okhttp/OkHttp"),
      JoinPoint.of(
          EXIT_OF_OWN_CALLS,
          "okhttp",
          "okhttp3/Dispatcher",
          "executorService",
          "()Ljava/util/concurrent/ExecutorService;",
          HOOKS + "okhttp/OkHttp"),
      grpc("ManagedChannelImplBuilder"),
      // which does it itself before 1.33
      grpc("AbstractManagedChannelImplBuilder"),
      JoinPoint.of(
          AROUND_REPLACING,
          "kafka",
          "org/apache/kafka/clients/producer/KafkaProducer",
          "send",
          "(Lorg/apache/kafka/clients/producer/ProducerRecord;"
              + "Lorg/apache/kafka/clients/producer/Callback;)Ljava/util/concurrent/Future;",
          HOOKS + "kafka/Kafka"),
      mongo("MongoClientSettings"),
      // the legacy client's before 4.0
      mongo("MongoClientOptions"),
      JoinPoint.of(
          ENTRY,
          "spring-webflux",
          "org/springframework/web/reactive/function/client/DefaultWebClientBuilder",
          "build",
          "()Lorg/springframework/web/reactive/function/client/WebClient;",
          HOOKS + "spring/webflux/SpringWebClient"),
      lettuce(
          "tracing",
          "(Lio/lettuce/core/tracing/Tracing;)Lio/lettuce/core/resource/DefaultClientResources$Builder;"),
      lettuce("build", "()Lio/lettuce/core/resource/DefaultClientResources;"),
      JoinPoint.of(
          REDIRECT,
          "r2dbc",
          R2DBC + "ConnectionFactories",
          "find",
          "(L" + R2DBC + "ConnectionFactoryOptions;)L" + R2DBC + "ConnectionFactory;",
          HOOKS + "r2dbc/R2dbc"),
      springRequests("http-url-connection", "SimpleClientHttpRequestFactory"),
      springRequests("reactor-netty", "ReactorClientHttpRequestFactory"),
      springRequests("reactor-netty", "ReactorNettyClientRequestFactory"),
      springRequests("jetty-httpclient", "JettyClientHttpRequestFactory"),
    };
  }

  @Override
  public String[][] marks() {
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

  @Override
  public List<JoinPoint> anywhere() {
    List<JoinPoint> points = new ArrayList<>();
    points.add(redirectJdkClient("newHttpClient", "()Ljava/net/http/HttpClient;"));
    points.add(redirectJdkClient("newBuilder", "()Ljava/net/http/HttpClient$Builder;"));
    addJdbc(points);
    addR2dbc(points);
    return points;
  }

  @Override
  public String[][] marksOfUsers() {
    return new String[][] {
      {
        TaskJoinPoints.LIBRARY,
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

  @Override
  public List<JoinPoint> ofUsers() {
    String[][] marks = marksOfUsers();
    List<JoinPoint> points = TaskJoinPoints.create(marks[0]);
    points.add(
        JoinPoint.span(
            ANNOTATIONS,
            HOOKS + "annotations/SpanMethods",
            marks[1][1],
            "Lio/opentelemetry".concat("/instrumentation/annotations/SpanAttribute;")));
    return points;
  }

  private static JoinPoint redirectJdkClient(String method, String descriptor) {
    return JoinPoint.of(
        REDIRECT,
        "java-http-client",
        JDK_CLIENT,
        method,
        descriptor,
        HOOKS + "javahttpclient/JavaHttpClient");
  }

  private static void addJdbc(List<JoinPoint> points) {
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

  private static void addStatement(List<JoinPoint> points, String arguments, String hook) {
    points.add(around("executeQuery", arguments + ")Ljava/sql/ResultSet;", hook));
    addUpdates(points, arguments, hook);
  }

  private static void addUpdates(List<JoinPoint> points, String arguments, String hook) {
    points.add(around("execute", arguments + ")Z", hook));
    points.add(around("executeUpdate", arguments + ")I", hook));
    points.add(around("executeLargeUpdate", arguments + ")J", hook));
  }

  private static JoinPoint around(String method, String descriptor, String hook) {
    return JoinPoint.anywhere(AROUND, "jdbc", method, descriptor, HOOKS + "jdbc/Jdbc", hook, 1);
  }

  private static JoinPoint jdbc(
      JoinPoint.Kind kind, String method, String descriptor, int arguments) {
    return JoinPoint.anywhere(
        kind, "jdbc", method, descriptor, HOOKS + "jdbc/Jdbc", method, arguments);
  }

  private static void addR2dbc(List<JoinPoint> points) {
    String publisher = "()Lorg/reactivestreams/Publisher;";
    points.add(r2dbc(EXIT, "create", publisher));
    points.add(r2dbc(EXIT, "create", "()Lreactor/core/publisher/Mono;"));
    points.add(r2dbc(EXIT, "createStatement", "(" + TEXT + ")L" + R2DBC + "Statement;"));
    points.add(r2dbc(EXIT, "createBatch", "()L" + R2DBC + "Batch;"));
    points.add(r2dbc(ENTRY, "add", "(" + TEXT + ")L" + R2DBC + "Batch;"));
    points.add(r2dbc(EXIT, "execute", publisher));
  }

  private static JoinPoint r2dbc(JoinPoint.Kind kind, String method, String descriptor) {
    return JoinPoint.anywhere(kind, "r2dbc", method, descriptor, HOOKS + "r2dbc/R2dbc", method, 1);
  }

  private static JoinPoint grpc(String builder) {
    return JoinPoint.of(
        ENTRY,
        "grpc",
        "io/grpc/internal/" + builder,
        "build",
        "()Lio/grpc/ManagedChannel;",
        HOOKS + "grpc/Grpc");
  }

  private static JoinPoint mongo(String settings) {
    String type = "com/mongodb/" + settings;
    return JoinPoint.of(
        ENTRY, "mongo", type + "$Builder", "build", "()L" + type + ";", HOOKS + "mongo/Mongo");
  }

  private static JoinPoint lettuce(String method, String descriptor) {
    return JoinPoint.of(
        ENTRY,
        "lettuce",
        "io/lettuce/core/resource/DefaultClientResources$Builder",
        method,
        descriptor,
        HOOKS + "lettuce/Lettuce");
  }

  private static JoinPoint springRequests(String library, String factory) {
    return JoinPoint.of(
        EXIT,
        library,
        "org/springframework/http/client/" + factory,
        "createRequest",
        "(Ljava/net/URI;Lorg/springframework/http/HttpMethod;)"
            + "Lorg/springframework/http/client/ClientHttpRequest;",
        HOOKS + "spring/web/SpringRequests");
  }
}
