package io.opentelemetry.lambda.benchmarks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the messages of a command that cannot do what it is told, before anything is started. */
class BenchCommandTest {

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @Test
  void alone_saysWhatThereIs() {
    assertThat(execute()).isZero();
    assertThat(out.toString()).contains("cold", "latency", "calls", "invocation", "capacity");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense                                       | Unmatched argument at index 0: 'nonsense'
          cold --nonsense                                | Unknown option: '--nonsense'
          cold --layer nonsense                          | --layer nonsense: there are none, wrapper, javaagent, python, nodejs and ruby; any other layer is NAME=ZIP
          cold --layer a=nowhere.zip                     | --layer nowhere.zip: there is no such file
          cold --layer none --layer none=none            | --layer none is there twice
          cold --layer none --function nonsense          | --function nonsense: there are trivial and realistic; any other function is ZIP,HANDLER
          cold --layer none --function FOLDER,H --runs 0 | --runs is at least 1
          cold --layer none --function FOLDER,H --runs x | Invalid value for option '--runs': 'x' is not an int
          cold --layer none --function FOLDER,H --cpu 0  | --cpu is from 0.01 to 64
          cold --layer none --function FOLDER,H --memory 64 | --memory is from 128 to 10240 MB
          cold --layer none --function FOLDER,H --event nowhere.json | --event nowhere.json cannot be read
          cold --layer none --function FOLDER,H --json nowhere/a.json | --json nowhere/a.json: there is no such folder
          cold --layer none --function FOLDER,H --svg nowhere/a.svg | --svg nowhere/a.svg: there is no such folder
          cold --layer none --function FOLDER,H --profile wrapper | --profile wrapper: there is no such layer, give it by --layer
          cold --layer none --function FOLDER,H --java-home FOLDER | --java-home FOLDER is no JDK: it has no file named release
          cold --runtime java21                          | --runtime java21: this is no runtime such as python3.13, nodejs22.x or ruby3.2
          cold --runtime python3.13 --runtime ruby3.2    | --runtime may be repeated for one language only
          cold --runtime ruby3.2 --existing --function FOLDER,H | --existing: there is no layer of others for ruby to compare with
          cold --runtime ruby3.2 --layer none --function realistic | --function realistic: there is none for ruby; any other function is ZIP,HANDLER
          cold --runtime python3.13 --layer none --function FOLDER,H --profile none | --profile is for Java's layers
          latency --runtime python3.13 --runtime java21  | --runtime java21: this is no runtime such as python3.13, nodejs22.x or ruby3.2
          latency --layer none --function FOLDER,H --rounds 0 | --rounds is at least 1
          latency --layer none --function FOLDER,H --invocations 0 | --invocations is at least 1
          latency --layer none --function FOLDER,H --backend-latency soon | --backend-latency
          latency --layer none --function FOLDER,H --otlp-fault nonsense | --otlp-fault
          calls --layer none --client okhttp | --client okhttp is no LIBRARY.WAY
          calls --layer none --rounds 0 | --rounds is at least 1
          calls --layer none --turns 0 | --turns is at least 1
          calls --layer none --calls 0 | --calls is at least 1
          calls --layer none --warm-up -1 | --warm-up is at least 0
          calls --layer none --function trivial | Unknown options: '--function', 'trivial'
          capacity --environments 0 | --environments are at least 1
          capacity --seconds 0 | --seconds is at least 1
          capacity --handler 0 | --handler is more than 0
          capacity --rest -1 | --rest and --backend-latency are at least 0
          capacity --json nowhere/a.json | --json nowhere/a.json: there is no such folder
          """)
  void usageError_isOneClearLine(String arguments, String line) {
    String[] words = arguments.replace("FOLDER", folder.toString()).split(" ");
    assertThat(execute(words)).isEqualTo(2);
    assertThat(errors.toString())
        .startsWith("bench: " + line.replace("FOLDER", folder.toString()))
        .endsWith("-h explains the options\n")
        .hasLineCount(2);
  }

  private int execute(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }
}
