package io.opentelemetry.lambda.tools.sample;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.aws.AwsClients;
import io.opentelemetry.lambda.tools.aws.AwsErrors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** AWS as the samples use it: a request that fails ends the command with one line. */
final class SampleAws implements AutoCloseable {

  private final AwsClients clients;
  private final String account;

  /** Signs in to a region. */
  static SampleAws in(String region) {
    AwsClients clients = AwsClients.in(region);
    String account =
        orFail("AWS cannot be asked", () -> clients.sts().getCallerIdentity().account());
    return new SampleAws(clients, account);
  }

  /** Runs a request; the meaning begins the line that a failure ends the command with. */
  static <T> T orFail(String meaning, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw ToolException.failure(meaning + ": " + AwsErrors.describe(e));
    }
  }

  /** Runs a request, and returns null where AWS answers with an error of one of these codes. */
  static <T> @Nullable T unless(String code, String meaning, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      if (AwsErrors.describe(e).contains(code)) {
        return null;
      }
      throw ToolException.failure(meaning + ": " + AwsErrors.describe(e));
    }
  }

  private SampleAws(AwsClients clients, String account) {
    this.clients = clients;
    this.account = account;
  }

  AwsClients clients() {
    return clients;
  }

  String account() {
    return account;
  }

  @Override
  public void close() {
    clients.close();
  }
}
