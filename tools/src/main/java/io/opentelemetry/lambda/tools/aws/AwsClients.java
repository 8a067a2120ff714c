package io.opentelemetry.lambda.tools.aws;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Clients of AWS's services in one region, with the credentials, endpoints and retries that AWS's
 * own settings name (variables, {@code ~/.aws}).
 */
public final class AwsClients implements AutoCloseable {

  private static final int PATIENT_ATTEMPTS = 10;

  private final Region region;
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final List<SdkAutoCloseable> open = new ArrayList<>();

  /** Prepares clients of a region; nothing is asked yet. */
  public static AwsClients in(String region) {
    return new AwsClients(Region.of(region));
  }

  /** Gets the region that AWS's settings name, or null. */
  public static @Nullable String configuredRegion() {
    String region = Variables.get("AWS_DEFAULT_REGION"); // the AWS CLI's name
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      return region;
    }
  }

  /**
   * Gets the region that the user names, or else AWS's settings.
   *
   * @param named null or empty if none is
   * @throws ToolException if nobody names one
   */
  public static String regionOf(@Nullable String named) {
    String region = named == null || named.isEmpty() ? configuredRegion() : named;
    if (region == null) {
      throw ToolException.usage("in which region? --region REGION or AWS_REGION");
    }
    return region;
  }

  private AwsClients(Region region) {
    this.region = region;
  }

  public Region region() {
    return region;
  }

  public LambdaClient lambda() {
    return client(LambdaClient.builder().httpClient(http));
  }

  /**
   * Makes a client for many requests at once: it slows down where Lambda asks for that, and asks
   * again where an answer stays away.
   *
   * @param patience how many seconds it waits for an answer
   */
  public LambdaClient patientLambda(int patience) {
    return client(
        LambdaClient.builder()
            .httpClient(http)
            .overrideConfiguration(
                configuration ->
                    configuration
                        .retryStrategy(
                            AwsRetryStrategy.adaptiveRetryStrategy().toBuilder()
                                .maxAttempts(PATIENT_ATTEMPTS)
                                .build())
                        .apiCallAttemptTimeout(Duration.ofSeconds(patience))));
  }

  public SecretsManagerClient secrets() {
    return client(SecretsManagerClient.builder().httpClient(http));
  }

  public StsClient sts() {
    return client(StsClient.builder().httpClient(http));
  }

  public Ec2Client ec2() {
    return client(Ec2Client.builder().httpClient(http));
  }

  public S3Client s3() {
    return client(S3Client.builder().httpClient(http).forcePathStyle(hasOwnEndpoint()));
  }

  public CloudFormationClient cloudFormation() {
    return client(CloudFormationClient.builder().httpClient(http));
  }

  public CloudWatchLogsClient logs() {
    return client(CloudWatchLogsClient.builder().httpClient(http));
  }

  public EcrClient ecr() {
    return client(EcrClient.builder().httpClient(http));
  }

  /** Tells an endpoint on this machine or network, which has no host name for each bucket. */
  private static boolean hasOwnEndpoint() {
    return Variables.get("AWS_ENDPOINT_URL") != null
        || Variables.get("AWS_ENDPOINT_URL_S3") != null;
  }

  private <C extends SdkAutoCloseable> C client(AwsClientBuilder<?, C> builder) {
    C client = builder.region(region).build();
    open.add(client);
    return client;
  }

  @Override
  public void close() {
    open.forEach(SdkAutoCloseable::close);
    http.close();
  }
}
