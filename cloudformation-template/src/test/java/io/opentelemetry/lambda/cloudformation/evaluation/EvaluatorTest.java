package io.opentelemetry.lambda.cloudformation.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.cloudformation.Template;
import io.opentelemetry.lambda.cloudformation.TemplateFolder;
import io.opentelemetry.lambda.cloudformation.document.TemplateException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each function of CloudFormation's, as the value of an environment variable. */
class EvaluatorTest {

  private static final String SECTIONS =
      """
      Parameters:
        Stage: {Type: String, Default: dev}
        Number: {Type: Number, Default: 7}
        Subnets: {Type: 'List<AWS::EC2::Subnet::Id>', Default: 'a, b,c'}
        Kept: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /kept/here}
      Mappings:
        Sizes:
          dev: {Memory: 512, Zones: [x, y]}
      Conditions:
        IsDev: !Equals [!Ref Stage, dev]
        IsNotDev: !Not [!Condition IsDev]
        Both: !And [!Condition IsDev, !Condition IsNotDev]
        Either: !Or [!Condition IsDev, !Condition IsNotDev]
        Long: {'Fn::Not': [{'Fn::Equals': [{Ref: Stage}, prod]}]}
        Seven: !Equals [!Ref Number, 7]
      """;

  private static final String RESOURCES =
      """
        Table:
          Type: AWS::DynamoDB::Table
        Named:
          Type: AWS::DynamoDB::Table
          Properties:
            TableName: !Sub '${Stage}-orders'
        Stream:
          Type: AWS::Kinesis::Stream
          Properties:
            Name: clicks
        Bucket:
          Type: AWS::S3::Bucket
        Topic:
          Type: AWS::SNS::Topic
        Api:
          Type: AWS::Serverless::Api
        Layer:
          Type: AWS::Lambda::LayerVersion
      """;

  @TempDir Path temporary;
  private TemplateFolder folder;

  @BeforeEach
  void createFolder() {
    folder = new TemplateFolder(temporary);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "!Ref Stage | dev",
        "{Ref: Stage} | dev",
        "!Ref Number | 7",
        "!Ref AWS::Region | us-east-1",
        "!Ref AWS::AccountId | 123456789012",
        "!Ref AWS::Partition | aws",
        "!Ref AWS::StackName | local",
        "!Ref AWS::URLSuffix | amazonaws.com",
        "!Ref Table | Table",
        "!Ref Named | dev-orders",
        "!Ref Stream | clicks",
        "!Ref F | F",
        "!Ref Layer | arn:aws:lambda:us-east-1:123456789012:layer:Layer:1",
        "!GetAtt Table.Arn | arn:aws:dynamodb:us-east-1:123456789012:table/Table",
        "{'Fn::GetAtt': [Named, Arn]} | arn:aws:dynamodb:us-east-1:123456789012:table/dev-orders",
        "{'Fn::GetAtt': Stream.Arn} | arn:aws:kinesis:us-east-1:123456789012:stream/clicks",
        "!GetAtt Bucket.Arn | arn:aws:s3:::Bucket",
        "!GetAtt Topic.TopicArn | arn:aws:sns:us-east-1:123456789012:Topic",
        "!GetAtt Topic.TopicName | Topic",
        "!GetAtt F.Arn | arn:aws:lambda:us-east-1:123456789012:function:F",
        "!Sub 'a ${Stage} b ${Table.Arn}' "
            + "| a dev b arn:aws:dynamodb:us-east-1:123456789012:table/Table",
        "!Sub '${AWS::Region}/${!Literal}/$5/${open' | us-east-1/${Literal}/$5/${open",
        "!Sub ['${A}-${Stage}', {A: !Ref Number, Stage: own}] | 7-own",
        "{'Fn::Sub': ['${A.B}', {A.B: dotted}]} | dotted",
        "!Join ['-', [a, !Ref Stage, !Ref AWS::NoValue, 3]] | a-dev-3",
        "!Join [',', !Ref Subnets] | a,b,c",
        "{'Fn::Join': ['', [a, b]]} | ab",
        "!Select [1, [a, b, c]] | b",
        "!Select ['2', !Ref Subnets] | c",
        "!Select [0, !Split ['.', a.b.c]] | a",
        "!Join ['', !Split ['.', '.a..b.']] | ab",
        "!If [IsDev, yes, no] | true",
        "!If [IsNotDev, y, n] | n",
        "!If [Both, y, n] | n",
        "!If [Either, y, n] | y",
        "!If [Long, y, n] | y",
        "!If [Seven, y, n] | y",
        "!FindInMap [Sizes, !Ref Stage, Memory] | 512",
        "!Select [1, !FindInMap [Sizes, dev, Zones]] | y",
        "!FindInMap [Sizes, prod, Memory, {DefaultValue: !Ref Number}] | 7",
        "!Base64 héllo | aMOpbGxv",
        "{'Fn::Base64': !Sub '${Stage}'} | ZGV2",
      })
  void evaluate_function(String yaml, String expected) {
    assertThat(read(yaml).functions().get(0).environment()).containsEntry("VALUE", expected);
  }

  @Test
  void evaluate_noValue_removesTheVariable() {
    Template template = read("!If [IsDev, !Ref AWS::NoValue, x]");
    assertThat(template.functions().get(0).environment()).isEmpty();
    assertThat(template.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "!ImportValue shared-table | Fn::ImportValue is evaluated in AWS only",
        "!Join ['', [a, !ImportValue x]] | Fn::ImportValue is evaluated in AWS only",
        "!Select [0, !GetAZs ''] | Fn::GetAZs is evaluated in AWS only",
        "!Select [0, !Cidr [a, 1, 8]] | Fn::Cidr is evaluated in AWS only",
        "!Transform {Name: x} | Fn::Transform is evaluated in AWS only",
        "!GetAtt Table.StreamArn | Table.StreamArn is known in AWS only",
        "!Sub 'https://${ServerlessRestApi}/' | ServerlessRestApi is what AWS SAM makes in AWS",
        "!GetAtt ApiProdStage.Arn | ApiProdStage is what AWS SAM makes in AWS",
        "!Ref Kept | the value of the parameter Kept is in AWS, at /kept/here",
        "'{{resolve:ssm:x}}' | {{resolve:ssm:x}} is known in AWS only",
      })
  void evaluate_whatIsKnownInAwsOnly_isEmptyAndAWarning(String yaml, String reason) {
    Template template = read(yaml);
    assertThat(template.functions().get(0).environment()).isEqualTo(Map.of("VALUE", ""));
    assertThat(template.warnings())
        .containsExactly(
            folder.path("template.yaml")
                + ":25: Resources.F.Properties.Environment.Variables.VALUE: the variable is empty,"
                + " as "
                + reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "!Ref Nothing | there is no parameter and no resource Nothing",
        "!Sub '${Nothing}' | there is no parameter and no resource Nothing",
        "!GetAtt Nothing.Arn | there is no parameter and no resource Nothing",
        "!GetAtt Table | Fn::GetAtt takes resource.attribute, not Table",
        "!GetAtt [Table] | Fn::GetAtt takes [resource, attribute]",
        "!If [Nothing, a, b] | there is no condition Nothing",
        "!If [IsDev, a] | Fn::If takes [condition, value, value]",
        "!Join a | Fn::Join takes [delimiter, [value, ...]]",
        "!Join [a, b] | a text stands where a list belongs",
        "!Join ['', !Ref AWS::NoValue] | AWS::NoValue stands where a list belongs",
        "!Sub [a, b] | a text stands where a map belongs",
        "!Sub {a: b} | Fn::Sub takes text or [text, {name: value}]",
        "!Sub '${AWS::NoValue}' | AWS::NoValue stands where a text belongs",
        "!Sub '${Subnets}' | a list stands where a text belongs",
        "!Ref Subnets | a list stands where a text belongs",
        "!Ref [a] | a list stands where a text belongs",
        "!Select [3, [a]] | Fn::Select asks for element 3 of a list of 1",
        "!Select [-1, [a]] | Fn::Select asks for element -1 of a list of 1",
        "!Select [x, [a]] | Fn::Select asks for element x of a list of 1",
        "!Split ['', a] | Fn::Split needs a delimiter",
        "!FindInMap [Sizes, prod, Memory] | there is no Sizes.prod.Memory in Mappings",
        "!FindInMap [Sizes, dev] | Fn::FindInMap takes [map, key, key]",
        "!Equals [a, b] | Fn::Equals is no function that gives a value",
        "!Nonsense a | Fn::Nonsense is no function that gives a value",
        "{a: b} | a map stands where a text belongs",
      })
  void evaluate_mistake_isAnError(String yaml, String problem) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(
            folder.path("template.yaml")
                + ":25: Resources.F.Properties.Environment.Variables.VALUE")
        .hasMessageEndingWith(": " + problem);
  }

  private Template read(String value) {
    String properties = "Environment:\n  Variables:\n    VALUE: " + value;
    return folder.read(folder.template(properties, SECTIONS) + RESOURCES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C: !Condition C",
        "C: !Not [!Condition D]\n  D: !Not [!Condition C]",
        "C: !Equals [!If [D, a, b], a]\n  D: !Equals [!If [C, a, b], a]",
      })
  void evaluate_conditionThatNeedsItself_isAnError(String conditions) {
    String sections = "Conditions:\n  " + conditions + "\n";
    String properties = "Timeout: !If [C, 1, 2]";
    assertThatThrownBy(() -> folder.readFunction(properties, sections))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("Conditions.C: C -> ")
        .hasMessageEndingWith("C leads back to itself");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "C: text | a text stands where a map belongs",
        "C: {} | a condition is one function",
        "C: !Sub x | Fn::Sub is none of Equals, Not, And, Or, Condition",
        "C: !Equals [a] | Fn::Equals takes [value, value]",
        "C: !And [!Equals [a, a]] | Fn::And takes [condition, condition, ...]",
        "C: !Condition D | there is no condition D",
        "C: !Equals [!ImportValue a, a] "
            + "| Fn::ImportValue is evaluated in AWS only, but needed here: use a parameter, and give"
            + " it a value",
      })
  void evaluate_conditionWithAMistake_isAnError(String conditions, String problem) {
    String sections = "Conditions:\n  " + conditions + "\n";
    assertThatThrownBy(() -> folder.readFunction("Timeout: !If [C, 1, 2]", sections))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith(folder.path("template.yaml") + ":2: Conditions.C")
        .hasMessageEndingWith(": " + problem);
  }

  @Test
  void evaluate_nameThatNeedsItself_isAnError() {
    String template =
        folder.template("FunctionName: !Ref T", "")
            + "  T: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !Sub '${F}-topic'}}\n";
    assertThatThrownBy(() -> folder.read(template))
        .isInstanceOf(TemplateException.class)
        .hasMessageEndingWith(
            "Resources.F.Properties.FunctionName: F -> T -> F leads back to itself");
  }

  @Test
  void evaluate_namesThatDoubleEachOther_isAnError() {
    StringBuilder template = new StringBuilder(folder.template("FunctionName: !Ref T0", ""));
    for (int i = 0; i < 12; i++) {
      String name = "${T" + (i + 1) + "}";
      template.append(topic(i, "!Sub '" + name.repeat(8) + "'"));
    }
    template.append(topic(12, "name"));
    assertThatThrownBy(() -> folder.read(template.toString()))
        .isInstanceOf(TemplateException.class)
        .hasMessageEndingWith("the text becomes longer than 65536 characters");
  }

  @Test
  void evaluate_endlessChainOfNames_isAnError() {
    StringBuilder template = new StringBuilder(folder.template("FunctionName: !Ref T0", ""));
    for (int i = 0; i < 5000; i++) {
      template.append(topic(i, "!Ref T" + (i + 1)));
    }
    template.append(topic(5000, "name"));
    assertThatThrownBy(() -> folder.read(template.toString()))
        .isInstanceOf(TemplateException.class)
        .hasMessageEndingWith("this leads on from name to name, more than 16 times");
  }

  private static String topic(int number, String name) {
    return "  T%d: {Type: 'AWS::SNS::Topic', Properties: {TopicName: %s}}\n"
        .formatted(number, name);
  }
}
