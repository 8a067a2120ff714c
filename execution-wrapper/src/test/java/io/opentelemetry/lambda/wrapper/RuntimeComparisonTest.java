package io.opentelemetry.lambda.wrapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler.UserFaultHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.api.LambdaContext;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import example.Handlers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wrapper finds and calls handlers as AWS's own runtime, side by side in one process. */
class RuntimeComparisonTest {

  private static final String REQUEST_ID = "8f507cfc-xmpl-4697-b07a-ac58fc914c95";
  private static final ClassLoader LOADER = RuntimeComparisonTest.class.getClassLoader();

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
  void sameResult(String handler, String event) {
    String name = Handlers.class.getName() + "$" + handler;
    assertThat(wrapped(name, event)).isEqualTo(bare(name, event));
  }

  private static Result bare(String handler, String event) {
    try {
      LambdaRequestHandler loaded =
          EventHandlerLoader.loadEventHandler(HandlerInfo.fromString(handler, LOADER));
      if (loaded instanceof UserFaultHandler faulty && faulty.fault.fatal) {
        return Result.ofInit(faulty.fault);
      }
      InvocationRequest request = new InvocationRequest();
      request.setId(REQUEST_ID);
      request.setContent(event.getBytes(UTF_8));
      return Result.of(loaded.call(request).toString(UTF_8));
    } catch (Throwable e) {
      return Result.of(UserFault.filterStackTrace(e));
    }
  }

  private static Result wrapped(String handler, String event) {
    UserHandler loaded;
    try {
      loaded = UserHandler.load(handler, LOADER);
    } catch (Throwable e) {
      // as the runtime does with what a handler's constructor throws
      return Result.ofInit(UserFault.makeUserFault(e, true));
    }
    try {
      ByteArrayOutputStream response = new ByteArrayOutputStream();
      loaded.handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), response, context());
      return Result.of(response.toString(UTF_8));
    } catch (Throwable e) {
      return Result.of(e);
    }
  }

  private static LambdaContext context() {
    return new LambdaContext(
        128, 0, REQUEST_ID, null, null, null, null, null, null, null, null, null);
  }

  /** A response, or an error as the runtime reports it. */
  private record Result(@Nullable String response, List<String> error) {

    static Result of(String response) {
      return new Result(response, List.of());
    }

    static Result of(Throwable thrown) {
      List<String> error = new ArrayList<>();
      if (thrown instanceof UserFault fault) {
        error.addAll(Arrays.asList(fault.msg, fault.exception, String.valueOf(fault.fatal)));
        return new Result(null, error);
      }
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        error.add(cause.getClass().getName() + ": " + cause.getLocalizedMessage());
        Arrays.stream(cause.getStackTrace())
            .filter(frame -> !frame.getClassName().contains("reflect"))
            .forEach(frame -> error.add(frame.toString()));
      }
      return new Result(null, error);
    }

    static Result ofInit(UserFault fault) {
      return new Result(null, Arrays.asList("init", fault.msg, fault.exception));
    }
  }
}
