package io.opentelemetry.lambda.emulator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupMemoryTest {

  @TempDir Path folder;
  private CgroupMemory memory;

  @BeforeEach
  void createMemory() {
    memory = CgroupMemory.of(new CgroupFolder(CgroupVersion.V2, folder));
  }

  @Test
  void limit_version2_noSwap() throws IOException {
    write("memory.max", "max");
    write("memory.swap.max", "max");
    memory.limit(1024);
    assertThat(folder.resolve("memory.max")).hasContent("1024");
    assertThat(folder.resolve("memory.swap.max")).hasContent("0");
  }

  @Test
  void limit_version1_withSwapNoMore() throws IOException {
    write("memory.limit_in_bytes", "9223372036854771712");
    write("memory.memsw.limit_in_bytes", "9223372036854771712");
    CgroupMemory.of(new CgroupFolder(CgroupVersion.V1, folder)).limit(1024);
    assertThat(folder.resolve("memory.limit_in_bytes")).hasContent("1024");
    assertThat(folder.resolve("memory.memsw.limit_in_bytes")).hasContent("1024");
  }

  @Test
  void limit_kernelThatDoesNotCountSwap_isSetAllTheSame() throws IOException {
    write("memory.max", "max");
    memory.limit(1024);
    assertThat(folder.resolve("memory.max")).hasContent("1024");
    assertThat(folder.resolve("memory.swap.max")).doesNotExist();
  }

  @Test
  void highWaterBytes() throws IOException {
    assertThat(memory.highWaterBytes()).as("before Linux 5.19").isEmpty();
    write("memory.peak", "1024\n");
    assertThat(memory.highWaterBytes()).hasValue(1024L);
  }

  @Test
  void outOfMemoryKills_whenTheKernelHasKilled() throws IOException {
    write("memory.events", "low 0\nmax 5\noom 1\noom_kill 0\noom_group_kill 0\n");
    assertThat(memory.outOfMemoryKills()).isZero();
    write("memory.events", "low 0\nmax 5\noom 1\noom_kill 1\noom_group_kill 0\n");
    assertThat(memory.outOfMemoryKills()).isPositive();
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }
}
