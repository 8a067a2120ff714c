package io.opentelemetry.lambda.benchmarks.cold;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.lambda.benchmarks.environment.Configuration;
import io.opentelemetry.lambda.benchmarks.environment.Environments;
import io.opentelemetry.lambda.benchmarks.environment.Function;
import io.opentelemetry.lambda.benchmarks.environment.Platform;
import io.opentelemetry.lambda.benchmarks.environment.Platform.Language;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests what makes a cold start slow or fast and can be counted, unlike time, on any machine. The
 * bounds are a little above what is; who makes the layers leaner lowers them.
 */
class StructureIT {

  private static final long MB = 1024 * 1024;

  private static Environments environments;
  private static LoadedClasses none;

  @BeforeAll
  static void startBareFunction() {
    environments =
        Environments.create(
            Function.parse("trivial", Language.JAVA),
            new Environments.Limits(1024, 2, /* initAtFullSpeed= */ true),
            Platform.jdk(Path.of(System.getProperty("java.home"))));
    none = load("none");
  }

  @AfterAll
  static void close() {
    environments.close();
  }

  @ParameterizedTest
  @CsvSource({"wrapper, 2.85, 5", "javaagent, 20, 23"})
  void layer_isNoLarger(String layer, double zippedMb, double unzippedMb) {
    LayerSize size = LayerSize.of(Configuration.parse(layer).layers());
    assertThat(size.zipped()).isLessThanOrEqualTo((long) (zippedMb * MB));
    assertThat(size.unzipped()).isLessThanOrEqualTo((long) (unzippedMb * MB));
  }

  @Test
  void wrapper_loadsFewClasses_andNoneThatItHasAReplacementFor() {
    LoadedClasses wrapper = load("wrapper");
    assertThat(wrapper.count() - none.count()).isLessThanOrEqualTo(600);
    assertThat(wrapper.names())
        .noneMatch(name -> name.startsWith("kotlin."))
        .noneMatch(name -> name.startsWith("okhttp3.") || name.startsWith("okio."))
        .noneMatch(name -> name.startsWith("com.fasterxml.jackson.databind."))
        .noneMatch(name -> name.contains("Ec2Resource"))
        .noneMatch(name -> name.startsWith("java.net.http."));
  }

  @Test
  void javaagent_loadsNoMoreClasses_andAsksNoMetadataService() {
    LoadedClasses javaagent = load("javaagent");
    assertThat(javaagent.count() - none.count()).isLessThanOrEqualTo(3_400);
    assertThat(javaagent.names())
        .noneMatch(name -> name.startsWith("com.fasterxml.jackson.databind."))
        // the provider is there, and is left alone
        .noneMatch(name -> name.endsWith(".Ec2Resource"));
  }

  private static LoadedClasses load(String layer) {
    LoadedClasses classes =
        LoadedClasses.of(environments, Configuration.parse(layer), lambda -> {});
    assertThat(classes.names()).contains("functions.TrivialHandler");
    return classes;
  }
}
