package io.opentelemetry.lambda.tools.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.tools.ToolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedFunctionTest {

  private static final String MANIFEST =
      """
      library jedis
      library lettuce
      jar 3 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad lib/a.jar
      """;

  @TempDir Path folder;

  @Test
  void sameJars_nothingIsFound() {
    PackagedFunction function = PackagedFunction.read(zip("abc", "function.zip"));
    assertThat(function.instrumented()).containsExactly("jedis", "lettuce");
    assertThat(function.findings()).isEmpty();
  }

  @Test
  void jarOfTheSameSizeThatIsAnother_isFound() {
    assertThat(PackagedFunction.read(zip("abd", "function.jar")).findings())
        .extracting(Finding::problem)
        .containsExactly(
            "lib/a.jar is not the jar that was instrumented at build time, so nothing of that is"
                + " traced");
  }

  @Test
  void jarThatIsMissing_isFound() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("unzipped/lib"));
    Files.write(lib.resolve("zz-opentelemetry-instrumented.jar"), addedJar());
    assertThat(PackagedFunction.read(lib.getParent()).findings()).hasSize(1);
  }

  @Test
  void functionThatWasNotInstrumented_hasNothing() throws IOException {
    Path zip = folder.resolve("plain.zip");
    Files.write(zip, zip(Map.of("lib/a.jar", "abc".getBytes(UTF_8))));
    assertThat(PackagedFunction.read(zip)).isEqualTo(new PackagedFunction(List.of(), List.of()));
  }

  @Test
  void fileThatIsNoZip_isSaid() throws IOException {
    Path text = Files.writeString(folder.resolve("text.zip"), "text");
    assertThatThrownBy(() -> PackagedFunction.read(text))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith(text + " cannot be read: ");
  }

  @Test
  void fileThatIsNotThere_isSaid() {
    Path missing = folder.resolve("missing.zip");
    assertThatThrownBy(() -> PackagedFunction.read(missing))
        .isInstanceOf(ToolException.class)
        .hasMessage("there is no " + missing);
  }

  private Path zip(String jar, String name) {
    try {
      Map<String, byte[]> files = new TreeMap<>();
      files.put("lib/a.jar", jar.getBytes(UTF_8));
      files.put("lib/zz-opentelemetry-instrumented.jar", addedJar());
      return Files.write(folder.resolve(name), zip(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] addedJar() throws IOException {
    return zip(
        Map.of("io/opentelemetry/lambda/build-time-instrumentation", MANIFEST.getBytes(UTF_8)));
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
