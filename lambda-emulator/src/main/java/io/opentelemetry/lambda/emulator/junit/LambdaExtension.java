package io.opentelemetry.lambda.emulator.junit;

import io.opentelemetry.lambda.emulator.InvocationRequest;
import io.opentelemetry.lambda.emulator.InvocationResult;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironment;
import io.opentelemetry.lambda.emulator.environment.LambdaEnvironmentBuilder;
import io.opentelemetry.lambda.emulator.otlp.ReceivedTelemetry;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An execution environment for the tests of a class: in a static field one for all of them, in
 * another field one for each. It is set up when a test first uses it, and what it has written is
 * shown for a test that fails.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final LambdaExtension lambda =
 *     LambdaExtension.of(
 *         () ->
 *             LambdaEnvironment.builder()
 *                 .function(Path.of("target/function.zip"), "example.Handler")
 *                 .layer(Path.of("target/layer.zip"))
 *                 .environment("AWS_LAMBDA_EXEC_WRAPPER", "/opt/my-wrapper"));
 *
 * @Test
 * void order_isTraced() {
 *   assertThat(lambda.invoke("{}").response()).isEqualTo("\"ok\"");
 *   assertThat(lambda.spans()).hasSize(1);
 * }
 * }</pre>
 */
public final class LambdaExtension
    implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  private final Supplier<LambdaEnvironmentBuilder> configuration;
  private boolean ofTheClass;
  private @Nullable LambdaEnvironment environment;

  /** Sets environments up as that says, which is asked when a test first needs one. */
  public static LambdaExtension of(Supplier<LambdaEnvironmentBuilder> configuration) {
    return new LambdaExtension(configuration);
  }

  private LambdaExtension(Supplier<LambdaEnvironmentBuilder> configuration) {
    this.configuration = configuration;
  }

  /**
   * The environment of this test.
   *
   * @throws io.opentelemetry.lambda.emulator.EmulatorException if it cannot be set up, and why
   */
  public synchronized LambdaEnvironment environment() {
    if (environment == null) {
      environment = configuration.get().build();
    }
    return environment;
  }

  /** Passes an event to the function and waits until the environment has come to rest again. */
  public InvocationResult invoke(String event) {
    return environment().invoke(event);
  }

  /** Passes an event to the function and waits until the environment has come to rest again. */
  public InvocationResult invoke(InvocationRequest invocation) {
    return environment().invoke(invocation);
  }

  /** The telemetry that has been exported over OTLP so far. */
  public ReceivedTelemetry telemetry() {
    return environment().telemetry();
  }

  /** The spans that have been exported over OTLP so far, in the order of arrival. */
  public List<Span> spans() {
    return telemetry().spans();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ofTheClass = true;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      showOutput(context.getDisplayName());
    }
    if (!ofTheClass) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  private synchronized void showOutput(String test) {
    if (environment != null) {
      System.err.println("what the environment of " + test + " has written:");
      environment.output().forEach(System.err::println);
    }
  }

  private synchronized void close() {
    if (environment != null) {
      environment.close();
      environment = null;
    }
  }
}
