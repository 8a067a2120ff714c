package io.opentelemetry.lambda.tests.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.opentelemetry.lambda.instrumentation.Docs;
import io.opentelemetry.lambda.tests.Layer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every case of {@code conformance/} with every layer, compared with docs/conformance.md. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceIT {

  private static final boolean WRITE = Boolean.getBoolean("conformance.write");

  private static final boolean IN_CI = System.getenv("CI") != null;

  /** Set by CI where Ruby cannot be installed. */
  private static final boolean WITHOUT_RUBY = "true".equals(System.getenv("WITHOUT_RUBY"));

  private final ConformanceTable table = new ConformanceTable();
  private final Artifacts artifacts = new Artifacts(table);
  private List<Column> columns = List.of();

  @BeforeAll
  void layOutFunctions(@TempDir Path folder) {
    columns =
        List.of(
            JavaColumn.create("wrapper", Layer.WRAPPER, folder.resolve("java")),
            JavaColumn.create("javaagent", Layer.JAVAAGENT, folder.resolve("java")),
            ScriptColumn.python(folder),
            ScriptColumn.nodejs(folder),
            ScriptColumn.ruby(folder),
            new GoColumn());
  }

  @TestFactory
  List<DynamicTest> wrapper() {
    return tests("wrapper");
  }

  @TestFactory
  List<DynamicTest> javaagent() {
    return tests("javaagent");
  }

  @TestFactory
  List<DynamicTest> python() {
    return tests("python");
  }

  @TestFactory
  List<DynamicTest> nodejs() {
    return tests("nodejs");
  }

  @TestFactory
  List<DynamicTest> ruby() {
    return tests("ruby");
  }

  @TestFactory
  List<DynamicTest> go() {
    return tests("go");
  }

  @Test
  void policies_haveEachDocumentedCell() {
    Map<String, List<Boolean>> documented = new LinkedHashMap<>();
    for (List<String> row : Docs.table("when-it-leaves.md", "what happens")) {
      documented.put(
          row.get(0), row.stream().skip(1).map((String cell) -> !cell.equals("–")).toList());
    }
    assertThat(table.policies()).isEqualTo(documented);
  }

  @Test
  void samples_areFetched() {
    for (String artifact :
        table.cases().stream()
            .flatMap(testCase -> testCase.artifact().stream())
            .distinct()
            .toList()) {
      if (!IN_CI) {
        assumeThat(artifacts.missing(artifact)).isEmpty();
      }
      assertThat(artifacts.missing(artifact)).isEmpty();
    }
  }

  private List<DynamicTest> tests(String name) {
    Column column =
        columns.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    if (IN_CI && !(name.equals("ruby") && WITHOUT_RUBY)) {
      assertThat(column.missing()).isEmpty();
    }
    assumeThat(column.missing()).isEmpty();
    Map<String, String> documented = Matrix.read().getOrDefault(name, Map.of());
    Map<String, List<String>> differences = ColumnRun.of(table, column, artifacts);
    if (WRITE) {
      write(column, differences);
      return List.of();
    }
    List<DynamicTest> tests = new ArrayList<>();
    differences.forEach(
        (testCase, found) ->
            tests.add(
                DynamicTest.dynamicTest(
                    testCase, () -> check(found, documented.getOrDefault(testCase, "no cell")))));
    return tests;
  }

  private void write(Column column, Map<String, List<String>> differences) {
    Map<String, String> results = new LinkedHashMap<>();
    differences.forEach(
        (testCase, found) -> {
          results.put(testCase, found.isEmpty() ? Matrix.PASSES : Matrix.FAILS);
          found.forEach(line -> System.out.println(column.name() + " " + testCase + ": " + line));
        });
    new Matrix(table, columns).write(column.name(), results);
  }

  private static void check(List<String> differences, String documented) {
    String cell = differences.isEmpty() ? Matrix.PASSES : Matrix.FAILS;
    if (documented.equals(Matrix.PASSES)) {
      assertThat(differences).isEmpty();
    } else if (!documented.equals(cell)) {
      fail(
          "docs/conformance.md has \"%s\" where \"%s\" is right: run this test with -Dconformance.write=true\n%s",
          documented, cell, String.join("\n", differences));
    }
  }
}
