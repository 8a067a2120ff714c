package io.opentelemetry.lambda.emulator.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.emulator.EmulatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpretersTest {

  @TempDir Path home;

  @Test
  void python_ofPyenv_isTheNewestOfItsVersion() throws IOException {
    for (String version : new String[] {"3.98.9", "3.98.10", "3.98-dev", "3.9.99"}) {
      program(".pyenv/versions/" + version + "/bin/python3.98", "");
    }
    assertThat(interpreters(Map.of()).python("3.98"))
        .isEqualTo(home.resolve(".pyenv/versions/3.98.10"));
  }

  @Test
  void python_scriptOnThePath_isWhatItStarts() throws IOException {
    program("real/bin/python3.98", "");
    Path shim =
        program("shims/python3", "#!/bin/sh\necho 3.98\necho '" + home.resolve("real") + "'\n");
    assertThat(interpreters(Map.of("PATH", shim.getParent().toString())).python("3.98"))
        .isEqualTo(home.resolve("real"));
  }

  @Test
  void python_thatIsMissing_saysHowToGetIt() {
    assertThatThrownBy(() -> interpreters(Map.of()).python("3.98"))
        .isInstanceOf(EmulatorException.class)
        .hasMessage(
            "there is no Python 3.98 on this machine: install it by \"pyenv install 3.98\" or"
                + " \"apt-get install python3.98\", or name its folder by --python-home");
  }

  @Test
  void ruby_thatIsMissing_saysHowToGetIt() {
    assertThatThrownBy(() -> interpreters(Map.of()).ruby("9.8"))
        .isInstanceOf(EmulatorException.class)
        .hasMessage(
            "there is no Ruby 9.8 on this machine: install it by \"rbenv install 9.8\", or name its"
                + " folder, whatever its version, by --ruby-home");
  }

  @Test
  void ruby_ofRbenv_isTheNewestOfItsVersion() throws IOException {
    program("rb/versions/9.8.9/bin/ruby", "");
    program("rb/versions/9.8.10/bin/ruby", "");
    assertThat(interpreters(Map.of("RBENV_ROOT", home.resolve("rb").toString())).ruby("9.8"))
        .isEqualTo(home.resolve("rb/versions/9.8.10"));
  }

  @Test
  void node_ofNvm_isTheNewestOfItsMajor() throws IOException {
    program("nvm/versions/node/v98.9.1/bin/node", "");
    program("nvm/versions/node/v98.10.0/bin/node", "");
    program("nvm/versions/node/v9.98.0/bin/node", "");
    assertThat(interpreters(Map.of("NVM_DIR", home.resolve("nvm").toString())).node(98))
        .contains(home.resolve("nvm/versions/node/v98.10.0"));
  }

  @Test
  void node_onThePath_isTakenByItsVersion() throws IOException {
    Path node = program("elsewhere/bin/node", "#!/bin/sh\nprintf v98.1.0\n");
    assertThat(interpreters(Map.of("PATH", node.getParent().toString())).node(98))
        .contains(home.resolve("elsewhere"));
    assertThat(interpreters(Map.of("PATH", node.getParent().toString())).node(97)).isEmpty();
  }

  private Interpreters interpreters(Map<String, String> variables) {
    return new Interpreters(new HostEnvironment(variables, home));
  }

  private Path program(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
