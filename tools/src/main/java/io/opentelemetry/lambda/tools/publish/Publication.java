package io.opentelemetry.lambda.tools.publish;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.aws.AwsErrors;
import io.opentelemetry.lambda.tools.layer.BuiltLayer;
import io.opentelemetry.lambda.tools.layer.LayerZip;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.model.LayerVersionContentInput;
import software.amazon.awssdk.services.s3.S3Client;

/** Publishes one zip. Each step looks first at what is there, so that all can be done again. */
final class Publication {

  private final PublishOptions options;
  private final LayerZip zip;
  private final Choices choices;
  private final LayersFile file;
  private final PrintWriter err;
  private final int total;
  private final LayerDescription description;
  private final AtomicInteger done = new AtomicInteger();

  Publication(
      PublishOptions options,
      LayerZip zip,
      Choices choices,
      LayersFile file,
      int total,
      PrintWriter err) {
    this.options = options;
    this.zip = zip;
    this.choices = choices;
    this.file = file;
    this.total = total;
    this.err = err;
    BuiltLayer layer = options.layer();
    this.description =
        new LayerDescription(
            layer.description(), zip.sha256Hex(), layer.runtimes(), layer.architectures());
  }

  void publish(PublishRegion region) {
    LayerVersions versions = region.layerVersions(options.name());
    List<String> found =
        choices.adopt() ? versions.withSum(zip.sha256Hex()) : versions.ownWithSum(zip.sha256Hex());
    if (found.isEmpty() && options.isDryRun()) {
      String more = choices.isPublic() ? " and made public" : "";
      err.println(region.name() + ": " + options.name() + " would be published" + more);
      return;
    }
    String arn = found.isEmpty() ? upload(region, versions) : found.get(0);
    verify(versions, arn);
    share(region, versions, arn);
    err.println(
        "[%d/%d] %s: %s: %s"
            .formatted(
                done.incrementAndGet(),
                total,
                region.name(),
                found.isEmpty() ? "published" : "is there",
                arn));
  }

  private String upload(PublishRegion region, LayerVersions versions) {
    if (choices.bucket() == null) {
      return versions.publish(
          LayerVersionContentInput.builder().zipFile(SdkBytes.fromByteArray(bytes())).build(),
          description);
    }
    String bucket = choices.bucket().replace("{region}", region.name());
    return uploadThrough(bucket, region, versions);
  }

  private String uploadThrough(String bucket, PublishRegion region, LayerVersions versions) {
    String key = zip.sha256Hex() + ".zip";
    S3Client s3 = region.s3();
    try {
      s3.putObject(request -> request.bucket(bucket).key(key), zip.file());
    } catch (SdkException e) {
      throw new RegionException(
          "nothing was published, as the bucket " + bucket + " takes nothing", e);
    }
    try {
      return versions.publish(
          LayerVersionContentInput.builder().s3Bucket(bucket).s3Key(key).build(), description);
    } finally {
      removeObject(s3, bucket, key, region.name());
    }
  }

  private void removeObject(S3Client s3, String bucket, String key, String region) {
    try {
      s3.deleteObject(request -> request.bucket(bucket).key(key));
    } catch (SdkException e) {
      err.println(
          "%s: s3://%s/%s could not be removed: %s"
              .formatted(region, bucket, key, AwsErrors.describe(e)));
    }
  }

  private void verify(LayerVersions versions, String arn) {
    String expected = Base64.getEncoder().encodeToString(zip.sha256());
    String found = versions.readSum(arn);
    if (!expected.equals(found)) {
      throw ToolException.failure(
          "%s has the sum %s instead of %s: delete it, it is not this zip"
              .formatted(arn, found, expected));
    }
  }

  private void share(PublishRegion region, LayerVersions versions, String arn) {
    boolean isPublic = versions.isPublic(arn);
    record(region, arn, isPublic);
    if (isPublic || !choices.isPublic()) {
      return;
    }
    if (options.isDryRun()) {
      err.println(region.name() + ": " + arn + " would be made public");
      return;
    }
    versions.makePublic(arn);
    record(region, arn, true);
  }

  private void record(PublishRegion region, String arn, boolean isPublic) {
    file.record(
        new LayerEntry(
            options.name(),
            region.name(),
            arn,
            isPublic,
            description.sha256(),
            description.runtimes(),
            description.architectures()));
  }

  private byte[] bytes() {
    try {
      return Files.readAllBytes(zip.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The ways of publishing that are asked for.
   *
   * @param adopt also where versions of another origin have the name
   * @param bucket to upload through, or null
   */
  record Choices(boolean isPublic, boolean adopt, @Nullable String bucket) {}
}
