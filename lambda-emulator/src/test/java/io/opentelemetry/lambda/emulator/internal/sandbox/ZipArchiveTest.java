package io.opentelemetry.lambda.emulator.internal.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipArchiveTest {

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void createFolder() throws IOException {
    folder = Files.createDirectory(temporary.resolve("folder"));
  }

  @Test
  void unpack_filesWithTheirModes() throws IOException {
    unpack(file("a/run.sh", 0755, "run"), file("a/data", 0644, "data"));
    assertThat(folder.resolve("a/run.sh")).isExecutable().hasContent("run");
    assertThat(Files.isExecutable(folder.resolve("a/data"))).isFalse();
  }

  @Test
  void unpack_overWhatIsThere() throws IOException {
    unpack(file("a", 0644, "old"), file("b", 0644, "kept"));
    unpack(file("a", 0644, "new"));
    assertThat(folder.resolve("a")).hasContent("new");
    assertThat(folder.resolve("b")).hasContent("kept");
  }

  @Test
  void emptyArchive_isRefused() throws Exception {
    Path zip = temporary.resolve("empty.zip");
    new ZipArchiveOutputStream(zip).close();
    assertThatThrownBy(() -> ZipArchive.unpack(zip, temporary.resolve("out"), new UnpackedSize()))
        .isInstanceOf(EmulatorException.class)
        .hasMessage(zip + " has no files, which Lambda refuses");
  }

  @Test
  void unpack_symbolicLinks() throws IOException {
    unpack(file("target", 0644, "text"), link("link", "target"));
    assertThat(folder.resolve("link")).isSymbolicLink().hasContent("text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "a/../../outside", "/outside"})
  void unpack_nameThatLeadsOut_isRefused(String name) {
    assertThatThrownBy(() -> unpack(file(name, 0644, "x")))
        .isInstanceOf(EmulatorException.class)
        .hasMessageContaining("leads out of its folder: " + name);
    assertThat(temporary.resolve("outside")).doesNotExist();
  }

  @Test
  void unpack_fileBehindALink_isRefused() {
    assertThatThrownBy(() -> unpack(link("out", ".."), file("out/outside", 0644, "x")))
        .isInstanceOf(EmulatorException.class)
        .hasMessageContaining("leads out of its folder: out/outside");
    assertThat(temporary.resolve("outside")).doesNotExist();
  }

  @Test
  void unpack_notAZip_isRefused() throws IOException {
    Path text = Files.writeString(temporary.resolve("text.zip"), "text");
    assertThatThrownBy(() -> ZipArchive.unpack(text, folder, new UnpackedSize()))
        .isInstanceOf(EmulatorException.class)
        .hasMessageStartingWith(text + " cannot be unpacked");
  }

  private void unpack(Entry... entries) throws IOException {
    Path zip = temporary.resolve("test.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      for (Entry entry : entries) {
        ZipArchiveEntry header = new ZipArchiveEntry(entry.name());
        header.setUnixMode(entry.mode());
        out.putArchiveEntry(header);
        out.write(entry.content().getBytes(UTF_8));
        out.closeArchiveEntry();
      }
    }
    ZipArchive.unpack(zip, folder, new UnpackedSize());
  }

  private static Entry file(String name, int mode, String content) {
    return new Entry(name, UnixStat.FILE_FLAG | mode, content);
  }

  private static Entry link(String name, String target) {
    return new Entry(name, UnixStat.LINK_FLAG | 0777, target);
  }

  private record Entry(String name, int mode, String content) {}
}
