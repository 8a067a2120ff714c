package io.opentelemetry.lambda.sdk.internal.http;

import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;

/** Makes the exporters send with {@link SocketHttpSender}. */
public final class SocketHttpSenderProvider implements HttpSenderProvider {

  @Override
  public HttpSender createSender(HttpSenderConfig config) {
    return new SocketHttpSender(config, Outbox.instance());
  }
}
