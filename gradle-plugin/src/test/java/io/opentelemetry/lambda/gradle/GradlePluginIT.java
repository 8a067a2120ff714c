package io.opentelemetry.lambda.gradle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Builds src/test/projects/redis by the Gradle of this machine. */
class GradlePluginIT {

  private static final Path PROJECT = Path.of("target/test-classes/projects/redis");
  private static final Path TRACED = PROJECT.resolve("build/distributions/redis-traced.zip");

  private static Gradle gradle;
  private static String firstBuild;

  @BeforeAll
  static void build() throws Exception {
    gradle = Gradle.require(PROJECT);
    firstBuild = gradle.run("--build-cache", "clean", "instrumentFunction");
  }

  @AfterAll
  static void stopItsDaemon() throws Exception {
    if (gradle != null) {
      gradle.run("--stop");
    }
  }

  @Test
  void instrumentFunction_printsWhatIsInstrumented() {
    assertThat(firstBuild).contains("instrumented: jedis");
  }

  @Test
  void instrumentFunction_nothingHasChanged_isUpToDate() throws Exception {
    assertThat(gradle.run("--build-cache", "instrumentFunction"))
        .contains(":instrumentFunction UP-TO-DATE");
  }

  @Test
  void instrumentFunction_afterClean_comesFromTheBuildCache() throws Exception {
    assertThat(gradle.run("--build-cache", "clean", "instrumentFunction"))
        .contains(":instrumentFunction FROM-CACHE");
    try (ZipFile traced = new ZipFile(TRACED.toFile())) {
      assertThat(traced.getEntry("lib/zz-opentelemetry-instrumented.jar")).isNotNull();
    }
  }

  @Test
  void instrumentFunction_otherProperties_runsAgainAndFailsWithTheReason() throws Exception {
    assertThat(gradle.run("instrumentFunction", "-PleftAlone=jedi"))
        .contains("--without jedi: the agent has no such name");
  }

  @Test
  void instrumentFunction_noFunction_saysWhatToSet() throws Exception {
    assertThat(gradle.run("withoutFunction")).contains(":withoutFunction: no function; set it to");
  }
}
