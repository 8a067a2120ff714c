package io.opentelemetry.lambda.emulator.internal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {

  @TempDir Path temporary;
  private Path layer;
  private Path opt;

  @BeforeEach
  void createFolders() throws IOException {
    layer =
        Files.createDirectories(temporary.resolve("layer/java/lib")).resolve("../..").normalize();
    opt = Files.createDirectory(temporary.resolve("opt"));
  }

  @Test
  void copy_filesWithTheirModes() throws IOException {
    Files.writeString(layer.resolve("java/lib/a.jar"), "jar");
    Files.writeString(layer.resolve("run"), "run").toFile().setExecutable(true);
    Folder.copy(layer, opt, new UnpackedSize());
    assertThat(opt.resolve("java/lib/a.jar")).hasContent("jar");
    assertThat(opt.resolve("run")).isExecutable();
    assertThat(Files.isExecutable(opt.resolve("java/lib/a.jar"))).isFalse();
  }

  @Test
  void copy_ofNoFiles_isRefused() {
    assertThatThrownBy(() -> Folder.copy(layer, opt, new UnpackedSize()))
        .isInstanceOf(EmulatorException.class)
        .hasMessage("the layer " + layer + " has no files, which Lambda refuses");
  }

  @Test
  void copy_overWhatIsThere() throws IOException {
    Files.writeString(opt.resolve("a"), "old");
    Files.writeString(opt.resolve("b"), "kept");
    Files.writeString(layer.resolve("a"), "new");
    Folder.copy(layer, opt, new UnpackedSize());
    assertThat(opt.resolve("a")).hasContent("new");
    assertThat(opt.resolve("b")).hasContent("kept");
  }

  @Test
  void copy_link_becomesWhatItLeadsTo() throws IOException {
    Path outside = Files.writeString(temporary.resolve("outside"), "text");
    Files.createSymbolicLink(layer.resolve("link"), outside);
    Folder.copy(layer, opt, new UnpackedSize());
    assertThat(opt.resolve("link")).isRegularFile().hasContent("text");
    assertThat(Files.isSymbolicLink(opt.resolve("link"))).isFalse();
  }

  @Test
  void copy_linkToAFolderAboveIt_isRefused() throws IOException {
    Files.createSymbolicLink(layer.resolve("java/loop"), layer);
    assertThatThrownBy(() -> Folder.copy(layer, opt, new UnpackedSize()))
        .isInstanceOf(EmulatorException.class)
        .hasMessageStartingWith("the layer " + layer + " cannot be copied");
  }

  @Test
  void copy_linkThatLeadsNowhere_isRefused() throws IOException {
    Files.createSymbolicLink(layer.resolve("link"), Path.of("nowhere"));
    assertThatThrownBy(() -> Folder.copy(layer, opt, new UnpackedSize()))
        .isInstanceOf(EmulatorException.class)
        .hasMessageEndingWith("no file and no folder: " + layer.resolve("link"));
  }

  @Test
  void copy_folderOverALink_isRefused() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.createSymbolicLink(opt.resolve("java"), outside);
    Files.writeString(layer.resolve("java/lib/a.jar"), "jar");
    assertThatThrownBy(() -> Folder.copy(layer, opt, new UnpackedSize()))
        .isInstanceOf(EmulatorException.class)
        .hasMessageContaining("a link in an earlier layer");
    assertThat(outside).isEmptyDirectory();
  }
}
