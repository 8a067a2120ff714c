package io.opentelemetry.lambda.tools.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeTest {

  private static final String ACCOUNT = "arn:aws:lambda:us-east-1:123456789012:layer:";
  private static final String OWN = ACCOUNT + "own:7";
  private static final String WRAPPER = ACCOUNT + "opentelemetry-java-wrapper:";
  private static final String AGENT = ACCOUNT + "opentelemetry-javaagent:";

  @Test
  void attaching_appendsTheLayer_andSetsVariables() {
    Change change =
        Change.attaching(function(List.of(OWN), Map.of("MINE", "1")), wish(WRAPPER + 1));
    assertThat(change.layers()).containsExactly(OWN, WRAPPER + 1);
    assertThat(change.variables())
        .isEqualTo(Map.of("MINE", "1", Change.EXEC_WRAPPER, Change.SCRIPT));
    assertThat(change.lines())
        .containsExactly(
            "+ layer opentelemetry-java-wrapper:1", "+ AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-handler");
  }

  @Test
  void attaching_toWhatHasIt_changesNothing() {
    FunctionState bare = function(List.of(OWN), Map.of());
    FunctionState attached = after(bare, Change.attaching(bare, wish(WRAPPER + 1)));
    Change again = Change.attaching(attached, wish(WRAPPER + 1));
    assertThat(again.changesFunction()).isFalse();
    assertThat(again.record().tags()).isEqualTo(attached.tags());
  }

  @Test
  void attaching_ofWhatSomebodyElseHasSet_remembersNothing() {
    FunctionState byHand =
        function(List.of(WRAPPER + 1), Map.of(Change.EXEC_WRAPPER, Change.SCRIPT));
    Change change = Change.attaching(byHand, wish(WRAPPER + 1));
    assertThat(change.changesFunction()).isFalse();
    assertThat(change.record().isEmpty()).isTrue();
  }

  @Test
  void detaching_restores_afterSeveralAttachments() {
    FunctionState bare =
        function(List.of(OWN, WRAPPER + 1), Map.of("OTEL_LAMBDA_FLUSH", "adaptive", "MINE", "é"));
    Wish[] wishes = {
      wish(WRAPPER + 2, Map.of("OTEL_LAMBDA_FLUSH", "after-response", "NEW", "1")),
      wish(WRAPPER + 3, Map.of("OTEL_LAMBDA_FLUSH", "before-response")),
      wish(AGENT + 1, Map.of("NEW", "2"))
    };
    FunctionState function = bare;
    for (Wish wish : wishes) {
      function = after(function, Change.attaching(function, wish));
    }
    assertThat(function.layers()).containsExactly(OWN, AGENT + 1);
    Change change = Change.detaching(function);
    assertThat(change.layers()).isEqualTo(bare.layers());
    assertThat(change.variables()).isEqualTo(bare.variables());
    assertThat(change.record().tags()).isEmpty();
  }

  @Test
  void interruptedBetweenTagsAndFunction_isFinished_orUndone() {
    FunctionState bare = function(List.of(OWN, WRAPPER + 1), Map.of("A", "old"));
    FunctionState first =
        after(bare, Change.attaching(bare, wish(WRAPPER + 2, Map.of("A", "new"))));
    Change second = Change.attaching(first, wish(WRAPPER + 3, Map.of("A", "newer")));
    FunctionState interrupted = withTags(first, second.record().tags());
    Change undone = Change.detaching(interrupted);
    assertThat(undone.layers()).isEqualTo(bare.layers());
    assertThat(undone.variables()).isEqualTo(bare.variables());
    FunctionState finished =
        after(interrupted, Change.attaching(interrupted, wish(WRAPPER + 3, Map.of("A", "newer"))));
    assertThat(Change.detaching(finished).variables()).isEqualTo(bare.variables());
    assertThat(Change.detaching(finished).layers()).isEqualTo(bare.layers());
  }

  @Test
  void detaching_leavesWhatWasChangedSince() {
    FunctionState bare = function(List.of(), Map.of());
    FunctionState attached =
        after(bare, Change.attaching(bare, wish(WRAPPER + 1, Map.of("A", "1"))));
    Map<String, String> variables = new LinkedHashMap<>(attached.variables());
    variables.put("A", "mine");
    FunctionState changed = with(attached, attached.layers(), variables);
    Change change = Change.detaching(changed);
    assertThat(change.variables()).isEqualTo(Map.of("A", "mine"));
    assertThat(change.lines()).contains("  A stays: it has been changed since");
  }

  @Test
  void execWrapperOfTheUsers_isRefused() {
    assertRefused(
        function(List.of(), Map.of(Change.EXEC_WRAPPER, "/opt/mine")), "is /opt/mine, and Lambda");
  }

  @Test
  void sixthLayer_isRefused() {
    List<String> five = List.of(OWN, OWN + 1, OWN + 2, OWN + 3, OWN + 4);
    assertRefused(function(five, Map.of()), "6 layers, and Lambda takes 5");
  }

  @Test
  void fifthVersionOfTheLayer_takesNoPlace() {
    List<String> five = List.of(OWN, OWN + 1, OWN + 2, OWN + 3, WRAPPER + 1);
    assertThat(Change.attaching(function(five, Map.of()), wish(WRAPPER + 2)).layers())
        .containsExactly(OWN, OWN + 1, OWN + 2, OWN + 3, WRAPPER + 2);
  }

  @Test
  void variablesOverFourKilobytes_areRefused() {
    assertRefused(function(List.of(), Map.of("A", "é".repeat(2040))), "and Lambda takes 4096");
  }

  @Test
  void layerOfAnotherVendor_isRefused() {
    assertRefused(
        function(List.of(ACCOUNT + "Datadog-Extension:3"), Map.of()), "instruments it already");
  }

  @Test
  void variablesThatCannotBeRead_areRefused() {
    FunctionState function =
        new FunctionState(
            "f", "arn", "java21", "x86_64", List.of(), Map.of(), "no key", Map.of(), "1");
    assertRefused(function, "its variables cannot be read: no key");
  }

  @Test
  void tagsThatWereChanged_areRefused() {
    for (String value : new String[] {"", "1:", "1:!", "x:AAAA", "2:eJw=", "nonsense"}) {
      FunctionState function =
          withTags(function(List.of(), Map.of()), Map.of("opentelemetry-lambda-attach-1", value));
      assertRefused(function, "have been changed");
    }
  }

  @Test
  void secretOfTheUsers_isNeitherShownNorKept() {
    FunctionState function = function(List.of(), Map.of("OTEL_EXPORTER_OTLP_HEADERS", "k=old"));
    Wish wish = wish(WRAPPER + 1, Map.of("OTEL_EXPORTER_OTLP_HEADERS", "k=new"));
    assertThatThrownBy(() -> Change.attaching(function, wish))
        .isInstanceOf(LeftAloneException.class)
        .hasMessageNotContaining("old")
        .hasMessageNotContaining("new");
    FunctionState bare = function(List.of(), Map.of());
    Change change = Change.attaching(bare, wish);
    assertThat(change.lines()).noneMatch(line -> line.contains("k=new"));
    assertThat(Change.detaching(after(bare, change)).variables()).isEmpty();
  }

  @Test
  void tags_areWithinLambdasLimits() {
    Map<String, String> before = new LinkedHashMap<>();
    Map<String, String> wanted = new LinkedHashMap<>();
    for (int i = 0; i < 30; i++) {
      before.put("VARIABLE_" + i, Integer.toHexString(i * 7919).repeat(10));
      wanted.put("VARIABLE_" + i, "x");
    }
    Change change =
        Change.attaching(function(List.of(WRAPPER + 1), before), wish(WRAPPER + 2, wanted));
    assertThat(change.record().tags().size()).isGreaterThan(1).isLessThan(40);
    assertThat(change.record().tags().values())
        .allMatch(
            value -> value.length() <= 256 && value.matches("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*"));
  }

  private static void assertRefused(FunctionState function, String message) {
    assertThatThrownBy(() -> Change.attaching(function, wish(WRAPPER + 1)))
        .isInstanceOf(LeftAloneException.class)
        .hasMessageContaining(message);
  }

  private static Wish wish(String layer) {
    return wish(layer, Map.of());
  }

  private static Wish wish(String layer, Map<String, String> others) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(Change.EXEC_WRAPPER, Change.SCRIPT);
    variables.putAll(others);
    return new Wish(List.of(new LayerChoice(layer, true)), variables);
  }

  private static FunctionState function(List<String> layers, Map<String, String> variables) {
    return new FunctionState(
        "f", "arn", "java21", "x86_64", layers, variables, null, Map.of("team", "a"), "1");
  }

  /** The function as Lambda has it when the change is done. */
  private static FunctionState after(FunctionState function, Change change) {
    return withTags(with(function, change.layers(), change.variables()), change.record().tags());
  }

  private static FunctionState with(
      FunctionState function, List<String> layers, Map<String, String> variables) {
    return new FunctionState(
        "f", "arn", "java21", "x86_64", layers, variables, null, function.tags(), "2");
  }

  private static FunctionState withTags(FunctionState function, Map<String, String> tags) {
    return new FunctionState(
        "f", "arn", "java21", "x86_64", function.layers(), function.variables(), null, tags, "2");
  }
}
