package io.opentelemetry.lambda.emulator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuQuotaTest {

  @TempDir Path folder;

  @BeforeEach
  void createFiles() throws IOException {
    for (String name :
        new String[] {
          "cpu.max", "cpu.weight", "cpu.cfs_quota_us", "cpu.cfs_period_us", "cpu.shares"
        }) {
      Files.createFile(folder.resolve(name));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.58, 11600, 20000",
    "2, 40000, 20000",
    "0.01, 1000, 100000",
    "0.0001, 1000, 1000000"
  })
  void set_aPartOfLambdasPeriod_longerWhereTheKernelNeedsIt(
      double vcpus, String quota, String period) throws IOException {
    CpuQuota.set(new CgroupFolder(CgroupVersion.V2, folder), OptionalDouble.of(vcpus));
    CpuQuota.set(new CgroupFolder(CgroupVersion.V1, folder), OptionalDouble.of(vcpus));
    assertThat(folder.resolve("cpu.max")).hasContent(quota + " " + period);
    assertThat(folder.resolve("cpu.cfs_quota_us")).hasContent(quota);
    assertThat(folder.resolve("cpu.cfs_period_us")).hasContent(period);
  }

  @Test
  void prefer_isTheMostThatTheKernelGoesTo() {
    CpuQuota.prefer(new CgroupFolder(CgroupVersion.V2, folder));
    CpuQuota.prefer(new CgroupFolder(CgroupVersion.V1, folder));
    assertThat(folder.resolve("cpu.weight")).hasContent("10000");
    assertThat(folder.resolve("cpu.shares")).hasContent("262144");
  }

  @Test
  void set_none_lifts() throws IOException {
    CpuQuota.set(new CgroupFolder(CgroupVersion.V2, folder), OptionalDouble.empty());
    CpuQuota.set(new CgroupFolder(CgroupVersion.V1, folder), OptionalDouble.empty());
    assertThat(folder.resolve("cpu.max")).hasContent("max 20000");
    assertThat(folder.resolve("cpu.cfs_quota_us")).hasContent("-1");
  }
}
