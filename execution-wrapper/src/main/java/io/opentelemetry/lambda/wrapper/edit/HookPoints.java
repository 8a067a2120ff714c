package io.opentelemetry.lambda.wrapper.edit;

import static io.opentelemetry.lambda.wrapper.edit.HookPoint.Kind.ENTRY;
import static io.opentelemetry.lambda.wrapper.edit.HookPoint.Kind.EXIT;
import static io.opentelemetry.lambda.wrapper.edit.HookPoint.Kind.EXIT_OF_OWN_CALLS;
import static io.opentelemetry.lambda.wrapper.edit.HookPoint.Kind.REDIRECT;

/** The hook points of all client libraries, one block for each. */
final class HookPoints {

  static HookPoint[] all() {
    return new HookPoint[] {
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
      HookPoint.of(
          REDIRECT,
          "java-http-client",
          "java/net/http/HttpClient",
          "newHttpClient",
          "()Ljava/net/http/HttpClient;",
          "JavaHttpClient"),
      HookPoint.of(
          REDIRECT,
          "java-http-client",
          "java/net/http/HttpClient",
          "newBuilder",
          "()Ljava/net/http/HttpClient$Builder;",
          "JavaHttpClient"),
    };
  }

  private HookPoints() {}
}
