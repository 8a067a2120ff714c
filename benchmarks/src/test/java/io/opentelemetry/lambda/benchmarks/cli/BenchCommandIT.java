package io.opentelemetry.lambda.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with the layers and functions as they are built; no figure is asserted. */
class BenchCommandIT {

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void cold_measuresEachLayer_andWritesItDown() throws Exception {
    Path json = folder.resolve("result.json");
    Path svg = folder.resolve("chart.svg");
    int status =
        execute(
            "cold",
            "--layer",
            "wrapper",
            "--runs",
            "1",
            "--cpu",
            "2",
            "--json",
            json.toString(),
            "--svg",
            svg.toString());
    assertThat(errors.toString()).contains("round 1 of 1");
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("trivial function, 1024 MB")
        .containsSubsequence("none", "wrapper");
    JsonNode layers = new ObjectMapper().readTree(json.toFile()).at("/platforms/0/layers");
    assertThat(layers).hasSize(2);
    for (JsonNode layer : layers) {
      for (String measure :
          new String[] {"initMs", "firstMs", "warmMs", "cpuSeconds", "memoryMb"}) {
        assertThat(layer.at("/" + measure + "/values")).hasSize(1);
        assertThat(layer.at("/" + measure + "/median").asDouble()).as(measure).isPositive();
      }
    }
    assertThat(layers.path(1).path("classes").asInt())
        .isGreaterThan(layers.path(0).path("classes").asInt());
    assertThat(svg).content().contains("wrapper");
  }

  @Test
  void cold_measuresAnotherLanguage() throws Exception {
    Path json = folder.resolve("result.json");
    int status =
        execute(
            "cold",
            "--runtime",
            "python3.11",
            "--runs",
            "1",
            "--cpu",
            "2",
            "--json",
            json.toString());
    assertThat(status).as(errors::toString).isZero();
    assertThat(out.toString()).containsSubsequence("python3.11, ", "none", "python");
    JsonNode platform = new ObjectMapper().readTree(json.toFile()).at("/platforms/0");
    assertThat(platform.path("platform").asText()).isEqualTo("python3.11");
    assertThat(platform.at("/layers/1/initMs/values")).hasSize(1);
    assertThat(platform.at("/layers/1").has("classes")).isFalse();
  }

  @Test
  void profile_showsClassesAndSamples() {
    assertThat(execute("cold", "--layer", "wrapper", "--cpu", "2", "--profile", "wrapper"))
        .isZero();
    assertThat(out.toString())
        .containsSubsequence("wrapper: ", "classes until", "java.lang", "io.opentelemetry")
        .containsSubsequence("samples of Java code", "classes", "on whose account", "the JDK")
        .containsPattern("the recording is .*wrapper/start\\.jfr");
  }

  @Test
  void capacity_simulatesAndEmulatesEachPolicy() throws Exception {
    Path json = folder.resolve("capacity.json");
    String[] arguments = {
      "capacity",
      "--environments",
      "1,2",
      "--seconds",
      "3",
      "--backend-latency",
      "5",
      "--rest",
      "100",
      "--check",
      "--json",
      json.toString()
    };
    assertThat(execute(arguments)).as(errors::toString).isZero();
    // exports of each invocation, simulated and emulated
    assertThat(out.toString())
        .containsPattern("2 environments, simulated and emulated")
        .containsPattern("before-response +\\d+ +1\\.00 +1\\.00 ")
        .containsPattern("after-response +\\d+ +1\\.00 +1\\.00 ");
    assertThat(new ObjectMapper().readTree(json.toFile()).at("/results")).hasSize(2 * 7);
  }

  @Test
  void functionThatFails_endsIt_withALine() {
    assertThat(
            execute(
                "cold",
                "--layer",
                "none",
                "--runs",
                "1",
                "--cpu",
                "2",
                "--function",
                folder + ",no.Handler"))
        .isEqualTo(3);
    assertThat(errors.toString()).contains("bench: none: the ").contains("no.Handler");
  }

  @Test
  void latency_measuresEachLayer_andWritesItDown() throws Exception {
    Path json = folder.resolve("result.json");
    int status =
        execute(
            "latency",
            "--layer",
            "wrapper",
            "--rounds",
            "1",
            "--invocations",
            "3",
            "--cpu",
            "2",
            "--backend-latency",
            "50ms",
            "--json",
            json.toString());
    assertThat(errors.toString()).contains("round 1 of 1");
    assertThat(status).isZero();
    JsonNode layers = new ObjectMapper().readTree(json.toFile()).at("/platforms/0/layers");
    assertThat(layers)
        .extracting(layer -> layer.path("name").asText())
        .containsExactly("none", "wrapper");
    assertThat(layers.at("/0/latencyMs/values")).hasSize(3);
    // the wrapper waits for the backend, by default
    assertThat(layers.at("/1/latencyMs/values")).allMatch(value -> value.asDouble() >= 50);
  }

  @Test
  void latency_measuresAnotherLanguage() throws Exception {
    Path json = folder.resolve("result.json");
    int status =
        execute(
            "latency",
            "--runtime",
            "python3.11",
            "--rounds",
            "1",
            "--invocations",
            "2",
            "--cpu",
            "2",
            "--backend-latency",
            "50ms",
            "--json",
            json.toString());
    assertThat(status).as(errors::toString).isZero();
    assertThat(out.toString()).containsSubsequence("python3.11, ", "none", "python");
    JsonNode layers = new ObjectMapper().readTree(json.toFile()).at("/platforms/0/layers");
    assertThat(layers)
        .extracting(layer -> layer.path("name").asText())
        .containsExactly("none", "python", "python-after-response");
    assertThat(layers.at("/1/latencyMs/values")).allMatch(value -> value.asDouble() >= 50);
  }

  @Test
  void calls_areMeasuredBareAndTraced_andWrittenDown() throws Exception {
    Path json = folder.resolve("result.json");
    int status =
        execute(
            "calls",
            "--client",
            "jdk.sync",
            "--rounds",
            "2",
            "--turns",
            "2",
            "--calls",
            "3",
            "--warm-up",
            "1",
            "--cpu",
            "2",
            "--json",
            json.toString());
    assertThat(errors.toString()).contains("jdk.sync, round 2 of 2");
    assertThat(status).isZero();
    assertThat(out.toString()).contains("jdk.sync, none", "jdk.sync, wrapper");
    JsonNode layers = new ObjectMapper().readTree(json.toFile()).at("/jdks/0/clients/0/layers");
    assertThat(layers).extracting(layer -> layer.path("spans").asInt()).containsExactly(0, 1);
    for (JsonNode layer : layers) {
      assertThat(layer.path("turnsUs")).hasSize(4).allMatch(turn -> turn.size() == 3);
    }
  }

  @Test
  void callThatFails_endsIt_withALine() {
    assertThat(execute("calls", "--layer", "none", "--client", "jdk.nonsense", "--cpu", "2"))
        .isEqualTo(3);
    assertThat(errors.toString())
        .contains("bench: none: the invocation failed: jdk.nonsense fails");
  }

  @Test
  void realisticFunction_callsWhatTheBenchmarkStarts() {
    assertThat(
            execute(
                "latency",
                "--layer",
                "none",
                "--rounds",
                "1",
                "--invocations",
                "1",
                "--cpu",
                "2",
                "--function",
                "realistic"))
        .isZero();
    assertThat(errors.toString()).contains("round 1 of 1");
    assertThat(out.toString()).contains("realistic function");
  }

  private int execute(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }
}
