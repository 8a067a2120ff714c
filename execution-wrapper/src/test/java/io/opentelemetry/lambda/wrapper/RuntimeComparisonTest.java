package io.opentelemetry.lambda.wrapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import example.Handlers;
import example.OddHandlers;
import example.TypedHandlers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wrapper finds and calls handlers as AWS's own runtime, side by side in one process. */
class RuntimeComparisonTest {

  private static final byte[] EMPTY = "{}".getBytes(UTF_8);

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      quoteCharacter = '\0',
      delimiter = ' ',
      value = {
        "Strings \"a\"",
        "Strings null",
        "Strings \"\"",
        "Strings {}",
        "Strings {",
        "Numbers 7",
        "Numbers \"7\"",
        "Numbers null",
        "Maps {\"z\":1,\"a\":[null,1.50,1e400],\"é\":\"\\ud83d\\ude00\"}",
        "Maps []",
        "Pojos {\"id\":\"a\",\"count\":1,\"tags\":[\"b\"],\"unknown\":{}}",
        "Pojos {}",
        "Pojos null",
        "Pojos \"text\"",
        "Lists [{\"count\":1},{\"count\":2}]",
        "Lists {\"count\":3}",
        "Nothing {}",
        "ThroughASuperclass {\"count\":3}",
        "ThroughAnInterface {\"id\":\"a\"}",
        "RawBounded {\"id\":\"a\"}",
        "Raw {}",
        "Open {}",
        "Streams {\"a\":1.0}",
        "Streams not-json",
        "Unchecked {}",
        "Checked {}",
        "Sneaky {}",
        "Unserializable {}",
        "Methods::pojo {\"count\":1}",
        "Methods::pojoAndContext {\"id\":\"a\"}",
        "Methods::onlyContext {}",
        "Methods::none {}",
        "Methods::none not-json",
        "Methods::nothing {}",
        "Methods::boxedNothing {}",
        "Methods::primitive 41",
        "Methods::generic {\"x\":{\"count\":1}}",
        "Methods::streams {\"a\":1.0}",
        "Methods::streamsAndContext {}",
        "Methods::in {}",
        "Methods::inAndContext {}",
        "Methods::out {}",
        "Methods::outAndContext {}",
        "Methods::overloaded \"x\"",
        "Methods::notAHandler {}",
        "Methods::pojoAndOut {}",
        "Methods::checked {}",
        "Methods::error {}",
        "Methods::notPublic {}",
        "Methods::missing {}",
        "Strings::handleRequest \"a\"",
        "Pojos::handleRequest {\"count\":1}",
        "ThroughASuperclass::handleRequest {\"count\":3}",
        "NoDefaultConstructor {}",
        "Inner {}",
        "Abstract {}",
        "ThrowingConstructor {}",
        "NoHandler {}",
        "NoHandler::missing {}",
      })
  void handlers(String handler, String event) {
    compare(Handlers.class.getName() + "$" + handler, event, null);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      quoteCharacter = '\0',
      delimiter = ' ',
      value = {
        "Booleans true",
        "Booleans \"true\"",
        "Booleans null",
        "Longs 9223372036854775807",
        "Longs 9223372036854775808",
        "Longs 1.9",
        "Doubles 1e400",
        "Doubles NaN",
        "Doubles -0",
        "Decimals 0.1000000000000000000000000000000000001e-30",
        "Enums \"GREEN\"",
        "Enums \"BLUE\"",
        "Enums 1",
        "Arrays [{\"count\":1},null]",
        "Arrays {\"count\":1}",
        "Bytes \"AAEC\"",
        "Sets [3,1,3,2]",
        "Objects 1",
        "Objects [1,{\"b\":2,\"a\":1.10}]",
        "DateFields {\"date\":0,\"instant\":\"2026-01-01T00:00:00Z\",\"optional\":\"x\",\"color\":\"RED\"}",
        "DateFields {\"date\":\"2026-01-01T00:00:00.000+0000\",\"instant\":1,\"optional\":null}",
        "DateFields {\"date\":\"yesterday\"}",
        "ListsOfMaps [{\"a\":{\"count\":1}}]",
        "Wildcards [{\"count\":1}]",
        "Policies \"user\"",
        "ThroughADefaultMethod {\"id\":\"a\"}",
        "ThroughADefaultMethod::handleRequest {\"id\":\"a\"}",
        "ThroughADefaultMethod::answer {\"id\":\"a\"}",
        "ThroughOneParameter {\"id\":\"a\"}",
        "ThroughTwoSuperclasses [{\"id\":\"a\"}]",
        "ThroughANestedVariable {\"x\":{\"id\":\"a\"}}",
        "ThroughARawSuperclass {\"id\":\"a\",\"unknown\":1}",
        "ThroughARawSuperclassOfAnotherName {\"id\":\"a\"}",
        "Parameterized {\"id\":\"a\"}",
        "Methods::variable {\"b\":1,\"a\":2}",
        "Methods::bounded {\"id\":\"a\",\"unknown\":1}",
        "Methods::wildcard {\"x\":{\"count\":2}}",
        "Methods::unknown [1,\"a\",null]",
        "Methods::arrays [[{\"count\":1}],[]]",
        "Methods::boxed 1",
        "Methods::boxed null",
        "Methods::character \"a\"",
        "Methods::character null",
        "Methods::character \"ab\"",
        "Methods::fixed \"RED\"",
        "Methods::emptyAndStatic {}",
        "Methods::contextFirst {}",
        "Methods::contextTwice {}",
        "Methods::outputFirst {}",
        "Methods::outputTwice {}",
        "Methods::inputAndText {}",
        "Methods::threeInDisorder {}",
        "Methods::threeOfText {}",
        "Methods::best \"a\"",
        "Methods::both {}",
        "Inheriting::both {}",
        "Inheriting::own {\"id\":\"a\"}",
        "Inheriting::best \"a\"",
        "Empty::missing {}",
        "OnlyAMethod::constant \"a\"",
        "OnlyAMethod \"a\"",
        "Color::valueOf \"RED\"",
        "Color::name \"RED\"",
      })
  void types(String handler, String event) {
    compare(TypedHandlers.class.getName() + "$" + handler, event, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Hidden",
        "Hidden::fixed",
        "Hidden::bytes",
        "Hidden::handleRequest",
        "Circular",
        "Circular::handleRequest",
        "ThrowsOpaque",
        "ThrowsOpaque::handleRequest",
        "ThrowsNoTrace",
        "ThrowsFromAThread",
        "FailsHalfway",
        "FailsHalfway::handleRequest",
        "LinksNothing",
        "NeverEnds",
        "Interrupts",
        "ReadsTwice",
        "ReadsTwice::handleRequest",
        "ThrowsAnErrorInTheConstructor",
        "ThrowsAnErrorInTheConstructor::handleRequest",
        "ConstructorOfItsOwn",
        "ConstructorOfItsOwn::fixed",
        "ConstructorOfItsOwn::notFixed",
      })
  void failures(String handler) {
    compare(OddHandlers.class.getName() + "$" + handler, "\"text\"", null);
    Thread.interrupted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"::", "::method", "example.Handlers::", "example.Missing", "Missing::m"})
  void names(String handler) {
    compare(handler, "{}", null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FailsWhileInitialized", "AssertsWhileInitialized"})
  void initializers_thatThrow(String handler) {
    String name = OddHandlers.class.getName() + "$" + handler;
    // a class is initialized only once
    Result bare = LambdaRuntime.create(FreshClasses.create()).bare(name).call(EMPTY);
    Result wrapped = LambdaRuntime.create(FreshClasses.create()).wrapped(name).call(EMPTY);
    assertThat(wrapped).isEqualTo(bare);
    assertThat(bare.error()).startsWith("init");
  }

  @ParameterizedTest
  @CsvSource({"Android", "ANDROID", "iPhoneOS", "Windows", "''"})
  void callersOfTheMobileSdk(String platform) {
    String client = "{\"client\":{},\"custom\":{},\"env\":{\"platform\":\"" + platform + "\"}}";
    compare("example.Handlers$Pojos", "{\"count\":\"1\",\"tags\":null}", client);
    compare("example.Handlers$Raw::handleRequest", "{\"z\":1,\"a\":[1.0]}", client);
    compare("example.Handlers$Strings", "{", client);
  }

  private static void compare(String handler, String event, @Nullable String clientContext) {
    LambdaRuntime runtime = LambdaRuntime.create();
    byte[] bytes = event.getBytes(UTF_8);
    assertThat(runtime.wrapped(handler).call(bytes, clientContext))
        .isEqualTo(runtime.bare(handler).call(bytes, clientContext));
  }
}
