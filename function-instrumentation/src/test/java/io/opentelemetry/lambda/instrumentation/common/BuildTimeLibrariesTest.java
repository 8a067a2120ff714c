package io.opentelemetry.lambda.instrumentation.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildTimeLibrariesTest {

  private static final String JAR = "jar 3 0123 lib/a library.jar\n";

  @TempDir private Path function;

  @BeforeEach
  void writeLibrary() throws IOException {
    Files.write(
        Files.createDirectory(function.resolve("lib")).resolve("a library.jar"), new byte[3]);
  }

  @AfterEach
  void forget() {
    BuildTimeLibraries.read(null);
  }

  @Test
  void librariesOfTheSameJars_areKnown() throws IOException {
    BuildTimeLibraries.read(manifest("library jedis\nlibrary lettuce\n" + JAR));
    assertThat(BuildTimeLibraries.exist()).isTrue();
    assertThat(BuildTimeLibraries.include("jedis")).isTrue();
    assertThat(BuildTimeLibraries.include("lettuce")).isTrue();
    assertThat(BuildTimeLibraries.include("okhttp")).isFalse();
  }

  @Test
  void jarOfAnotherSize_meansNone() throws IOException {
    BuildTimeLibraries.read(manifest("library jedis\n" + JAR.replace("3", "4")));
    assertThat(BuildTimeLibraries.exist()).isFalse();
    assertThat(BuildTimeLibraries.include("jedis")).isFalse();
  }

  @Test
  void jarThatIsGone_meansNone() throws IOException {
    Files.delete(function.resolve("lib/a library.jar"));
    BuildTimeLibraries.read(manifest("library jedis\n" + JAR));
    assertThat(BuildTimeLibraries.exist()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "3 0123", "x 0123 lib/a library.jar"})
  void brokenFile_meansNone(String jar) throws IOException {
    BuildTimeLibraries.read(manifest("library jedis\njar " + jar + "\n"));
    assertThat(BuildTimeLibraries.exist()).isFalse();
  }

  @Test
  void noFile_meansNone() {
    BuildTimeLibraries.read(null);
    assertThat(BuildTimeLibraries.exist()).isFalse();
  }

  private URL manifest(String content) throws IOException {
    Path jar = function.resolve("lib/zz.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry(BuildTimeLibraries.FILE));
      zip.write(content.getBytes(UTF_8));
    }
    return new URL("jar:" + jar.toUri() + "!/" + BuildTimeLibraries.FILE);
  }
}
