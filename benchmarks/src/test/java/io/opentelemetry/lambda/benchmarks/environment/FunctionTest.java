package io.opentelemetry.lambda.benchmarks.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.opentelemetry.lambda.benchmarks.environment.Platform.Language;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionTest {

  @TempDir Path folder;

  @Test
  void otherFunction_isItsCodeAndHandler() {
    Function function = Function.parse(folder + ",example.Handler::handle", Language.JAVA);
    assertThat(function.code()).isEqualTo(folder);
    assertThat(function.handler()).isEqualTo("example.Handler::handle");
    assertThat(function.event()).isNotEmpty();
    assertThat(function.usesServices()).isFalse();
    assertThat(function.withServices().usesServices()).isTrue();
    assertThat(function.withServices().code()).isEqualTo(folder);
  }

  @Test
  void neitherOursNorACodeWithHandler_isSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Function.parse("nonsense", Language.JAVA))
        .withMessage(
            "nonsense: there are trivial and realistic; any other function is ZIP,HANDLER");
  }

  @Test
  void codeThatIsNotThere_isSaid() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Function.parse("nowhere.zip,example.Handler", Language.JAVA))
        .withMessage("nowhere.zip: there is no such file or folder");
  }
}
