package io.opentelemetry.lambda.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The properties of one function. */
class FunctionReaderTest {

  private static final String PROPERTIES = ": Resources.F.Properties";

  @TempDir Path temporary;
  private TemplateFolder folder;

  @BeforeEach
  void createFolder() {
    folder = new TemplateFolder(temporary);
  }

  @Test
  void read_withoutMore_hasCloudFormationsDefaults() {
    assertThat(folder.readFunction("", ""))
        .isEqualTo(
            new TemplateFunction(
                "F",
                "F",
                folder.path("function.zip"),
                "H",
                "java21",
                List.of(),
                Map.of(),
                128,
                Duration.ofSeconds(3),
                List.of("x86_64"),
                StartMode.ON_DEMAND,
                OptionalInt.empty(),
                false));
  }

  @ParameterizedTest
  @CsvSource({"MemorySize, 128", "MemorySize, 10240", "Timeout, 1", "Timeout, 900"})
  void read_numberAtItsLimit(String property, int number) {
    TemplateFunction function = folder.readFunction(property + ": " + number, "");
    long read = property.equals("Timeout") ? function.timeout().toSeconds() : function.memoryMb();
    assertThat(read).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "MemorySize: 127 | .MemorySize: 127 is no whole number from 128 to 10240",
        "MemorySize: 10241 | .MemorySize: 10241 is no whole number from 128 to 10240",
        "MemorySize: 512.5 | .MemorySize: 512.5 is no whole number from 128 to 10240",
        "MemorySize: much | .MemorySize: much is no whole number from 128 to 10240",
        "MemorySize: 99999999999 | .MemorySize: 99999999999 is no whole number from 128 to 10240",
        "MemorySize: [1] | .MemorySize: a list stands where a text belongs",
        "Timeout: 0 | .Timeout: 0 is no whole number from 1 to 900",
        "Timeout: 901 | .Timeout: 901 is no whole number from 1 to 900",
        "Layers: text | .Layers: a text stands where a list belongs",
        "Environment: 5 | .Environment: a text stands where a map belongs",
        "Environment: {Variables: [a]} "
            + "| .Environment.Variables: a list stands where a map belongs",
        "Environment: {Variables: {A=B: c}} "
            + "| .Environment.Variables.A=B: a variable's name has letters, digits and _, and a"
            + " letter first",
        "Environment: {Variables: {AB: \"a\\0\"}} "
            + "| .Environment.Variables.AB: a variable cannot have the character NUL",
        "Architectures: [sparc] | .Architectures: there are x86_64 and arm64 only",
        "CapacityProviderConfig: {PerExecutionEnvironmentMaxConcurrency: 1601} "
            + "| .CapacityProviderConfig.PerExecutionEnvironmentMaxConcurrency: 1601 is no whole"
            + " number from 1 to 1600",
      })
  void read_wrongProperty_isAnError(String property, String problem) {
    assertThatThrownBy(() -> folder.readFunction(property, ""))
        .isInstanceOf(TemplateException.class)
        .hasMessage(folder.path("template.yaml") + ":8" + PROPERTIES + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SnapStart: {ApplyOn: PublishedVersions} | SNAP_START",
        "SnapStart: {ApplyOn: None} | ON_DEMAND",
        "ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 1} "
            + "| PROVISIONED_CONCURRENCY",
        "CapacityProviderConfig: {Arn: a} | MANAGED_INSTANCES",
      })
  void read_startMode(String property, StartMode expected) {
    assertThat(folder.readFunction(property, "").startMode()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "!Ref F | PROVISIONED_CONCURRENCY",
        "!GetAtt F.Arn | PROVISIONED_CONCURRENCY",
        "other | ON_DEMAND",
        "!ImportValue other | ON_DEMAND",
      })
  void read_provisionedConcurrencyOfAVersion(String functionName, StartMode expected) {
    String version =
        """
          Version:
            Type: AWS::Lambda::Version
            Properties:
              FunctionName: %s
              ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 1}
        """
            .formatted(functionName);
    Template template = folder.read(folder.template("", "") + version);
    assertThat(template.function("F").startMode()).isEqualTo(expected);
  }

  @Test
  void read_managedInstancesOfSam() {
    TemplateFunction function =
        folder.readFunction(
            """
            CapacityProviderConfig:
              Arn: !ImportValue provider
              PerExecutionEnvironmentMaxConcurrency: 100
            MemorySize: 32768
            """,
            "");
    assertThat(function.maxConcurrency()).hasValue(100);
    assertThat(function.memoryMb()).isEqualTo(32768);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Tracing: Active | true",
        "Tracing: PassThrough | false",
        "TracingConfig: {Mode: Active} | true",
        "TracingConfig: {Mode: PassThrough} | false",
      })
  void read_tracing(String property, boolean active) {
    assertThat(folder.readFunction(property, "").activeTracing()).isEqualTo(active);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Runtime: java21, Handler: H | Code: there is no value",
        "Runtime: java21, Code: function.zip | Handler: there is no value",
        "Handler: H, Code: function.zip | Runtime: there is no value",
        "Runtime: java21, Handler: '', Code: function.zip | Handler: there is no value",
        "Runtime: java21, Handler: H, Code: [] | Code: a list stands where a text belongs",
        "Runtime: java21, Handler: H, Code: 'https://example.com/a.zip' "
            + "| Code: https://example.com/a.zip is not local: name a zip, jar or folder",
        "Runtime: java21, Handler: H, Code: \"a\\0b\" | Code: this is no path: Nul character not"
            + " allowed",
        "Runtime: java21, Handler: H, Code: !ImportValue code | Code: Fn::ImportValue is evaluated in"
            + " AWS only, but needed here: use a parameter, and give it a value",
        "Runtime: java21, Handler: H, Code: {ZipFile: code} "
            + "| Code: inline code cannot run here, only zips, jars and folders",
        "Runtime: java21, Handler: H, Code: {S3Bucket: b, S3Key: k} "
            + "| Code: code in S3 cannot run here, only zips, jars and folders",
        "Runtime: java21, Handler: H, Code: 's3://b/k' "
            + "| Code: code in S3 cannot run here, only zips, jars and folders",
        "Code: {ImageUri: i} "
            + "| Code: a container image cannot run here, only zips, jars and folders",
        "Runtime: dotnet8, Handler: H, Code: function.zip "
            + "| Runtime: dotnet8 cannot run here, only Java, Python, Node.js, Ruby and custom"
            + " runtimes",
      })
  void read_whatCannotRun_isAnErrorIfThereIsNothingElse(String properties, String problem) {
    folder.file("function.zip");
    String template =
        "Resources: {F: {Type: 'AWS::Lambda::Function', Properties: {" + properties + "}}}";
    assertThatThrownBy(() -> folder.read(template))
        .isInstanceOf(TemplateException.class)
        .hasMessage(folder.path("template.yaml") + ":1" + PROPERTIES + "." + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PackageType: Image | : a container image cannot run here",
        "PackageType: Image, ImageUri: i | : a container image cannot run here",
        "InlineCode: code | .InlineCode: inline code cannot run here",
        "CodeUri: {Bucket: b, Key: k} | .CodeUri: code in S3 cannot run here",
        "CodeUri: 's3://b/k' | .CodeUri: code in S3 cannot run here",
      })
  void read_samFunctionThatCannotRun_isRefused(String properties, String problem) {
    String template =
        "Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {" + properties + "}}}";
    assertThatThrownBy(() -> folder.read(template))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(folder.path("template.yaml") + ":1" + PROPERTIES + problem);
  }

  @Test
  void read_customRuntime() {
    Template template = folder.read(folder.template("", "").replace("java21", "provided.al2023"));
    assertThat(template.functions().get(0).runtime()).isEqualTo("provided.al2023");
  }

  @Test
  void read_codeThatIsNotBuilt_isAnError() throws IOException {
    String template = folder.template("", "");
    Files.delete(folder.path("function.zip"));
    assertThatThrownBy(() -> folder.read(template))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            folder.path("template.yaml")
                + ":5"
                + PROPERTIES
                + ".Code: there is no "
                + folder.path("function.zip")
                + ": build it first");
  }

  @Test
  void read_codeThatMayBeSources_isAWarning() {
    folder.file("sources/pom.xml");
    Template template = folder.read(folder.template("", "").replace("function.zip", "./sources"));
    assertThat(template.functions().get(0).code()).isEqualTo(folder.path("sources"));
    assertThat(template.warnings()).hasSize(1);
    assertThat(template.warnings().get(0))
        .startsWith(folder.path("template.yaml") + ":5" + PROPERTIES + ".Code: ./sources has a")
        .contains("pom.xml", "sam build");
  }

  @Test
  void read_relativeTemplate_hasRelativePaths() {
    Path relative = Path.of("").toAbsolutePath().relativize(folder.path("template.yaml"));
    folder.write("template.yaml", folder.template("", ""));
    assertThat(Template.read(relative, Map.of(), Map.of()).functions().get(0).code())
        .exists()
        .isRelative();
  }

  @ParameterizedTest
  @CsvSource({
    "a b",
    "''",
    "a:b",
    "0123456789012345678901234567890123456789012345678901234567890123x"
  })
  void read_wrongName_isAnError(String name) {
    assertThatThrownBy(() -> folder.readFunction("FunctionName: '" + name + "'", ""))
        .isInstanceOf(TemplateException.class)
        .hasMessage(
            folder.path("template.yaml")
                + ":8"
                + PROPERTIES
                + ".FunctionName: '"
                + name
                + "' is no name of a function: up to 64 letters, digits, - and _");
  }

  @Test
  void read_twoFunctionsOfOneName_isAnError() {
    String other =
        "  G: {Type: 'AWS::Lambda::Function', Properties:"
            + " {FunctionName: F, Runtime: java21, Handler: H, Code: function.zip}}\n";
    assertThatThrownBy(() -> folder.read(folder.template("", "") + other))
        .isInstanceOf(TemplateException.class)
        .hasMessage(folder.path("template.yaml") + ":8: Resources.G: F has the name F too");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Description: none | ` has no AWS::Lambda::Function and no AWS::Serverless::Function`",
        "Resources: {} | ` has no AWS::Lambda::Function and no AWS::Serverless::Function`",
        "Resources: {F: {Type: 'AWS::Lambda::Function', Condition: C}} "
            + "| :1: Resources.F: there is no condition C",
        "Resources: 5 | :1: Resources: a text stands where a map belongs",
        "Resources: {F: 5} | :1: Resources.F: a text stands where a map belongs",
        "Resources: {F: {}} | :1: Resources.F: the resource has no Type",
        "Resources: {F: {Type: []}} | :1: Resources.F.Type: a list stands where a text belongs",
        "Resources: {F: {Type: 'AWS::Lambda::Function', Properties: 5}} "
            + "| :1: Resources.F.Properties: a text stands where a map belongs",
      })
  void read_withoutFunctions_isAnError(String template, String problem) {
    assertThatThrownBy(() -> folder.read(template))
        .isInstanceOf(TemplateException.class)
        .hasMessage(folder.path("template.yaml") + problem);
  }

  @Test
  void read_resourcesThatAreMadeInAws_isAWarning() {
    String loop = "  Fn::ForEach::Topics: [Name, [A, B], {'Topic${Name}': {Type: T}}]\n";
    Template template = folder.read(folder.template("", "") + loop);
    assertThat(template.warnings())
        .containsExactly(
            folder.path("template.yaml")
                + ":8: Resources: Fn::ForEach::Topics is evaluated in AWS only, and left out here");
  }
}
