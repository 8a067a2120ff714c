package io.opentelemetry.lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.emulator.LambdaEnvironment;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a function does itself with its clients: it instruments them, or loads them by a class
 * loader that a framework brings.
 */
class OwnClientsIT {

  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @TempDir Path folder;

  @Test
  void instrumentedClient_isOneSpan() throws Exception {
    try (ClientLayers layers = ClientLayers.start(ClientFunction.instrumented(folder), JDK)) {
      for (String client :
          List.of("okhttp", "apache4", "apache5", "jdk", "grpc", "jdbc", "template", "web")) {
        String name = "instrumented." + client;
        ClientCall traced = layers.wrapped(name, layers.url(name));
        assertThat(traced.response()).isEqualTo(layers.bare(name, layers.url(name)).response());
        assertThat(traced.spans())
            .as(name)
            .extracting(Span::getKind)
            .containsExactlyInAnyOrder(
                Span.SpanKind.SPAN_KIND_CLIENT, Span.SpanKind.SPAN_KIND_SERVER);
        assertThat(traced.span().getParentSpanId()).isEqualTo(traced.invocation().getSpanId());
      }
    }
  }

  @Test
  void clientInSpringBootsLoader_isCalledAsWithout() throws Exception {
    compareInLoader("LaunchedClassLoader", ClientFunction.inSpringBootsLoader(folder));
  }

  @Test
  void clientInQuarkussLoader_isCalledAsWithout() throws Exception {
    compareInLoader("RunnerClassLoader", ClientFunction.inQuarkussLoader(folder));
  }

  /** And is not traced. */
  private static void compareInLoader(String loader, Path function) throws Exception {
    try (ClientLayers layers = ClientLayers.start(function, JDK);
        LambdaEnvironment bare = nested(layers, Layer.NONE, function);
        LambdaEnvironment wrapper = nested(layers, Layer.WRAPPER, function)) {
      for (String client : List.of("okhttp.sync", "okhttp.default", "jdk.sync")) {
        ClientCall traced = layers.call(wrapper, client, layers.url(client));
        assertThat(traced.response())
            .as(wrapper.output().toString())
            .isEqualTo(layers.call(bare, client, layers.url(client)).response())
            .isEqualTo("\"" + loader + ": 200 found\"");
        assertThat(traced.spans()).extracting(Span::getName).containsExactly("orders");
      }
      assertThat(UserCodeIT.diagnostics(wrapper)).isEmpty();
    }
  }

  private static LambdaEnvironment nested(ClientLayers layers, Layer layer, Path function) {
    return layers
        .function(layer)
        .function(function, "functions.NestedCalls")
        .environment("OTEL_LOG_LEVEL", "debug")
        .build();
  }
}
