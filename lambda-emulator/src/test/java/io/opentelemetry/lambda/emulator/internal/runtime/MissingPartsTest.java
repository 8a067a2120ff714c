package io.opentelemetry.lambda.emulator.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that lacks a part of a runtime says in one line how to get it. */
class MissingPartsTest {

  @TempDir Path folder;
  private final List<String> notices = new ArrayList<>();

  @Test
  void nodeWithoutNpm() {
    assertThatThrownBy(() -> new NodePackages(cache(), bareHost()).node(24))
        .isInstanceOf(EmulatorException.class)
        .hasMessageContaining("which is not on this machine: run \"apt-get install npm\"");
  }

  @Test
  void nodesClientWithoutCompiler() {
    assertThatThrownBy(() -> new NodePackages(cache(), bareHost()).client(false, folder, 24))
        .isInstanceOf(EmulatorException.class)
        .hasMessageContaining("which is built once by cmake, g++, make, python3, xz")
        .hasMessageContaining("run \"apt-get install cmake g++ make python3 xz-utils")
        .hasMessageNotContaining("\n");
    assertThat(notices).isEmpty();
  }

  @Test
  void pythonsClientWithoutPip() throws IOException {
    Path python = folder.resolve("bin/python9.8");
    Files.createDirectories(python.getParent());
    Files.writeString(python, "#!/bin/sh\nexit 1\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    assertThatThrownBy(() -> PythonClient.of(folder, "9.8", cache(), bareHost()).folder())
        .isInstanceOf(EmulatorException.class)
        .hasMessage(
            "Lambda's Python 9.8 needs awslambdaric, and no Python here has pip to fetch it: run"
                + " \"apt-get install python3-pip\", or name a folder that has it by"
                + " --runtime-client");
    assertThat(notices).singleElement().asString().contains("fetching awslambdaric and boto3");
  }

  private Cache cache() {
    return new Cache(folder.resolve("cache"), notices::add);
  }

  /** One with nothing on its path. */
  private HostEnvironment bareHost() {
    return new HostEnvironment(Map.of("PATH", folder.resolve("none").toString()), folder);
  }
}
