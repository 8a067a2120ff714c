package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.agent.AgentJar;
import io.opentelemetry.lambda.agent.JarContents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HelperResourcesTest {

  private static final String INTERCEPTORS = "global/handlers/execution.interceptors";
  private static final String CLASS = "io.opentelemetry.javaagent.instrumentation.a.Interceptor";

  private final AgentJar agent =
      new AgentJar(
          new JarContents(
              Map.of(
                  "inst/a-1.0/" + INTERCEPTORS,
                  (CLASS + "\n").getBytes(UTF_8),
                  "inst/a/Helper.class",
                  new byte[0])));

  @Test
  void fileThatNamesClasses_hasTheirNamesInTheFunction() {
    HelperResources resources =
        new HelperResources(agent, List.of(INTERCEPTORS + "\ta-1.0/" + INTERCEPTORS));
    assertThat(resources.classNames()).containsExactly(CLASS.replace('.', '/'));
    assertThat(resources.files()).containsOnlyKeys(INTERCEPTORS);
    assertThat(resources.files().get(INTERCEPTORS))
        .asString(UTF_8)
        .isEqualTo("io.opentelemetry.lambda.agent.traced.instrumentation.a.Interceptor\n");
  }

  @Test
  void classes_areNoResources() {
    HelperResources resources =
        new HelperResources(agent, List.of("a/Helper.class\ta/Helper.class"));
    assertThat(resources.files()).isEmpty();
  }
}
