package io.opentelemetry.lambda.benchmarks.environment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Serves what a function calls: Amazon's DynamoDB Local with one item, {@code 42}, an HTTP service
 * and a Redis that says yes to all.
 */
public final class LocalServices implements AutoCloseable {

  static final String TABLE = "items";

  private static final Path FOLDER = Path.of("sample-apps", "aws-sdk", "dynamodb-local", "target");

  private final HttpServer http;
  private final RedisService redis = RedisService.start();
  private final Process dynamoDb;
  private final String dynamoDbUrl;

  /**
   * Starts them, and waits until they can be called.
   *
   * @throws BenchmarkException if that is not possible
   */
  public static LocalServices start() {
    try {
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext(
          "/",
          exchange -> {
            byte[] answer = "19.95".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      http.start();
      return startDynamoDb(http);
    } catch (IOException e) {
      throw new BenchmarkException("cannot start the local services: " + e.getMessage(), e);
    }
  }

  private static LocalServices startDynamoDb(HttpServer http) throws IOException {
    Path folder = Project.root().resolve(FOLDER);
    Path lib = folder.resolve("lib");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsqlite4java.library.path=" + lib,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-classpath",
                folder.resolve("classes") + ":" + lib + "/*",
                "example.awssdk.local.LocalDynamoDb",
                TABLE)
            // it leaves a file where it runs
            .directory(Files.createDirectories(folder.resolve("benchmarks")).toFile())
            .redirectErrorStream(true)
            .start();
    // not closed: it writes on
    BufferedReader output = process.inputReader(UTF_8);
    List<String> said = new ArrayList<>();
    String line;
    while ((line = output.readLine()) != null) {
      if (line.startsWith("http")) {
        return new LocalServices(http, process, line);
      }
      said.add(line);
    }
    http.stop(0);
    throw new BenchmarkException("DynamoDB Local has not started: " + String.join("; ", said));
  }

  private LocalServices(HttpServer http, Process dynamoDb, String dynamoDbUrl) {
    this.http = http;
    this.dynamoDb = dynamoDb;
    this.dynamoDbUrl = dynamoDbUrl;
  }

  String dynamoDb() {
    return dynamoDbUrl;
  }

  String http() {
    return "http://localhost:" + http.getAddress().getPort() + "/";
  }

  int redisPort() {
    return redis.port();
  }

  @Override
  public void close() {
    http.stop(0);
    redis.close();
    try {
      // the end of its input ends it
      dynamoDb.getOutputStream().close();
      if (!dynamoDb.waitFor(5, TimeUnit.SECONDS)) {
        dynamoDb.destroyForcibly();
      }
    } catch (IOException e) {
      dynamoDb.destroyForcibly();
    } catch (InterruptedException e) {
      dynamoDb.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
