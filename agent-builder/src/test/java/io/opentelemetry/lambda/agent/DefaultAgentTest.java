package io.opentelemetry.lambda.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests the contents of the public layer's agent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefaultAgentTest {

  private static final String MODULES = "io.opentelemetry.javaagent.instrumentation.";

  private BuiltAgent built;
  private AgentJar agent;

  @BeforeAll
  void build(@TempDir Path folder) {
    built = BuiltAgent.build(folder);
    assertThat(built.status()).as(built.err()).isZero();
    agent = built.agent();
  }

  @Test
  void modules_areThoseThatFunctionsUse() {
    assertThat(agent.modules())
        .contains(
            MODULES + "awssdk.v2_2.AwsSdkInstrumentationModule",
            MODULES + "jdbc.JdbcInstrumentationModule",
            MODULES + "internal.reflection.ReflectionInstrumentationModule")
        .noneMatch(name -> name.startsWith(MODULES + "servlet."))
        .noneMatch(name -> name.startsWith(MODULES + "awslambda"));
  }

  @Test
  void classesThatOnlyOthersNeed_areGone() {
    assertThat(built.files())
        .noneMatch(name -> name.startsWith("inst/" + MODULES.replace('.', '/') + "vaadin/"))
        .noneMatch(name -> name.startsWith("inst/" + MODULES.replace('.', '/') + "jsf/"));
  }

  /** The agent copies them by their names into the function's class loaders. */
  @Test
  void helperClassesOfModules_areThere() throws ReflectiveOperationException {
    JarClassLoader bootClassPath = JarClassLoader.ofBootClassPath(agent);
    JarClassLoader loader = JarClassLoader.ofAgent(agent, bootClassPath);
    Set<String> missing = new TreeSet<>();
    for (String module : agent.modules()) {
      Class<?> type = loader.loadClass(module);
      List<?> helpers =
          (List<?>)
              type.getMethod("getMuzzleHelperClassNames")
                  .invoke(type.getConstructor().newInstance());
      for (Object helper : helpers) {
        if (!agent.contents().files().containsKey(AgentJar.entryName((String) helper))) {
          missing.add((String) helper);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void services_namePresentClasses() {
    List<String> missing = new ArrayList<>();
    for (String service : agent.serviceNames()) {
      for (String name : agent.services(service)) {
        if (!agent.contents().files().containsKey(AgentJar.entryName(name))) {
          missing.add(service + ": " + name);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void noProviderOfResources_asksAMetadataService() {
    assertThat(agent.services("io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider"))
        .isNotEmpty()
        .noneMatch(name -> name.contains(".aws.") || name.contains(".azure."));
  }

  @Test
  void whatWasLeftOut_isListedWithClassesOfItsLibrary() {
    assertThat(new String(agent.contents().files().get(LeftOut.FILE), UTF_8).lines())
        .anyMatch(line -> line.matches("rabbitmq .* com.rabbitmq.client.Connection .*"))
        .noneMatch(line -> line.startsWith("jdbc ") || line.startsWith("rmi "))
        .allMatch(line -> line.matches("\\S+( [\\w.$]+)+"));
  }

  @Test
  void bootClassPathAndManifest_areTheUntouchedAgents() {
    Map<String, byte[]> untouched = JarContents.read(BuiltAgent.UNTOUCHED).files();
    untouched.keySet().removeIf(name -> name.startsWith("inst/"));
    Map<String, byte[]> files = agent.contents().files();
    assertThat(untouched)
        .isNotEmpty()
        .allSatisfy((name, file) -> assertThat(files.get(name)).as(name).isEqualTo(file));
  }

  @Test
  void sameInput_givesTheSameBytes(@TempDir Path folder) throws IOException {
    assertThat(Files.mismatch(built.jar(), BuiltAgent.build(folder).jar())).isEqualTo(-1);
  }
}
