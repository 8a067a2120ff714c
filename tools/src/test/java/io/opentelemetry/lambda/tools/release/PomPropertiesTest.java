package io.opentelemetry.lambda.tools.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PomPropertiesTest {

  @TempDir Path folder;

  @Test
  void changes_namesOldAndNew() throws IOException {
    assertThat(read("<a>1</a><b>1</b>").changes(read("<a>2</a><b>1</b><c>1</c>")))
        .containsExactly("a 1 -> 2");
  }

  private PomProperties read(String properties) throws IOException {
    String pom = "<project><properties>" + properties + "</properties></project>";
    return PomProperties.read(Files.writeString(folder.resolve("pom.xml"), pom));
  }
}
