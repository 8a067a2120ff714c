package io.opentelemetry.lambda.benchmarks.environment;

import io.opentelemetry.lambda.benchmarks.invocation.SampleEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The function that is measured, and the event that it gets.
 *
 * @param usesServices whether it calls {@link LocalServices}
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record Function(String name, Path code, String handler, byte[] event, boolean usesServices) {

  // the existing wrapper layer takes no handler without its method
  private static final String METHOD = "::handleRequest";
  private static final Path PAUSING = Path.of("benchmarks/functions/target/pausing.zip");
  private static final Path CLIENTS = Path.of("integration-tests/clients/target/function.zip");

  /**
   * Reads {@code trivial}, {@code realistic} or {@code ZIP,HANDLER}, which get an event of API
   * Gateway's.
   *
   * @throws IllegalArgumentException if it is none of them, there is no such zip, or no {@code
   *     realistic} in that language
   */
  public static Function parse(String text, Platform.Language language) {
    byte[] event = SampleEvent.API_GATEWAY_1_KB.json();
    return switch (text) {
      case "trivial" ->
          ours(language.trivial(), language.handler(), text, event, /* usesServices= */ false);
      case "realistic" -> {
        Path realistic = language.realistic();
        if (realistic == null) {
          throw new IllegalArgumentException(
              text
                  + ": there is none for "
                  + language.layer()
                  + "; any other function is ZIP,HANDLER");
        }
        yield ours(realistic, language.realisticHandler(), text, event, /* usesServices= */ true);
      }
      default -> {
        int comma = text.lastIndexOf(',');
        if (comma <= 0) {
          throw new IllegalArgumentException(
              text + ": there are trivial and realistic; any other function is ZIP,HANDLER");
        }
        Path zip = Path.of(text.substring(0, comma));
        checkExists(zip, "");
        String name = String.valueOf(zip.getFileName());
        yield new Function(name, zip, text.substring(comma + 1), event, /* usesServices= */ false);
      }
    };
  }

  /**
   * Has each client library, and calls by one as the event says.
   *
   * @throws IllegalArgumentException if it has not been built
   */
  public static Function timedCalls() {
    return ours(
        CLIENTS, "functions.TimedCalls" + METHOD, "calls", new byte[0], /* usesServices= */ false);
  }

  /**
   * Takes as many milliseconds as its event says.
   *
   * @throws IllegalArgumentException if it has not been built
   */
  public static Function pausing() {
    return ours(
        PAUSING,
        "functions.PausingHandler" + METHOD,
        "pausing",
        new byte[0],
        /* usesServices= */ false);
  }

  private static Function ours(
      Path zip, String handler, String name, byte[] event, boolean usesServices) {
    Path built = Project.root().resolve(zip);
    checkExists(built, "; ./run.sh build makes it");
    return new Function(name, built, handler, event, usesServices);
  }

  private static void checkExists(Path zip, String advice) {
    if (!Files.exists(zip)) {
      throw new IllegalArgumentException(zip + ": there is no such file or folder" + advice);
    }
  }

  public Function withEvent(byte[] another) {
    return new Function(name, code, handler, another, usesServices);
  }

  public Function withServices() {
    return new Function(name, code, handler, event, /* usesServices= */ true);
  }

  /** The variables that tell the function of the services. */
  static Map<String, String> variables(LocalServices services) {
    return Map.of(
        "TABLE_NAME", LocalServices.TABLE,
        "AWS_ENDPOINT_URL_DYNAMODB", services.dynamoDb(),
        "SERVICE_URL", services.http(),
        "REDIS_PORT", String.valueOf(services.redisPort()));
  }
}
