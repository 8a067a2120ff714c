package io.opentelemetry.lambda.benchmarks.cold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoadedClassesTest {

  @Test
  void log_hasClassesBetweenOtherLines() {
    LoadedClasses classes =
        LoadedClasses.parse(
            Stream.of(
                "Picked up JAVA_TOOL_OPTIONS: -Xlog:class+load:stdout:tags",
                "[class,load] java.lang.Object source: shared objects file",
                "a line of the function's",
                "[class,load] io.opentelemetry.sdk.trace.SdkSpan source: file:/opt/java/lib/a.jar",
                "[class,load] java.lang.invoke.LambdaForm$MH/0x0000000800000400 source: __JVM_LookupDefineClass__",
                "[class,load] a line of the function's that looks like one"));
    assertThat(classes.names())
        .containsExactly(
            "java.lang.Object",
            "io.opentelemetry.sdk.trace.SdkSpan",
            "java.lang.invoke.LambdaForm$MH/0x0000000800000400");
    assertThat(classes.byPackage())
        .isEqualTo(Map.of("java.lang", 1, "io.opentelemetry.sdk", 1, "java.lang.invoke", 1));
  }
}
