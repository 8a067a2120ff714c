package io.opentelemetry.lambda.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * An event, and what a caller can send with it.
 *
 * @param clientContext JSON, as the mobile SDKs send it
 * @param cognitoIdentity JSON: {@code {"cognitoIdentityId":…,"cognitoIdentityPoolId":…}}
 * @param qualifier the alias or version that is invoked, or null for none
 * @param traceHeader X-Ray's header, or null for a new trace
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record InvocationRequest(
    byte[] event,
    @Nullable String clientContext,
    @Nullable String cognitoIdentity,
    @Nullable String qualifier,
    @Nullable String traceHeader) {

  /** An event alone. */
  public static InvocationRequest of(String event) {
    return of(event.getBytes(UTF_8));
  }

  /** An event alone, which need not be JSON. */
  public static InvocationRequest of(byte[] event) {
    return new InvocationRequest(event, null, null, null, null);
  }

  public InvocationRequest withClientContext(String json) {
    return new InvocationRequest(event, json, cognitoIdentity, qualifier, traceHeader);
  }

  public InvocationRequest withCognitoIdentity(String json) {
    return new InvocationRequest(event, clientContext, json, qualifier, traceHeader);
  }

  public InvocationRequest withQualifier(String aliasOrVersion) {
    return new InvocationRequest(
        event, clientContext, cognitoIdentity, aliasOrVersion, traceHeader);
  }

  public InvocationRequest withTraceHeader(String header) {
    return new InvocationRequest(event, clientContext, cognitoIdentity, qualifier, header);
  }
}
