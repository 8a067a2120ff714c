package io.opentelemetry.lambda.tools.sample;

import io.opentelemetry.lambda.tools.ToolException;
import io.opentelemetry.lambda.tools.layer.LayerZip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * The bucket that CloudFormation takes a stack's code from, again if it has to roll back, so it
 * stays as long as the stack.
 */
final class CodeBucket {

  private static final String US_EAST = "us-east-1";

  private final S3Client s3;
  private final String name;
  private final String region;

  CodeBucket(S3Client s3, String name, String region) {
    this.s3 = s3;
    this.name = name;
    this.region = region;
  }

  String name() {
    return name;
  }

  void create() {
    SampleAws.orFail(
        "the bucket " + name + " cannot be made",
        () -> {
          try {
            return s3.createBucket(
                request -> {
                  request.bucket(name);
                  if (!region.equals(US_EAST)) {
                    request.createBucketConfiguration(
                        configuration -> configuration.locationConstraint(region));
                  }
                });
          } catch (BucketAlreadyOwnedByYouException e) {
            return null;
          }
        });
  }

  /** Uploads a file by its sum, and returns its key. */
  String upload(Path file) {
    String key;
    try {
      key = HexFormat.of().formatHex(LayerZip.sha256(file)) + "-" + file.getFileName();
    } catch (IOException e) {
      throw ToolException.usage(file + " cannot be read");
    }
    SampleAws.orFail(
        "the code cannot be uploaded",
        () -> s3.putObject(request -> request.bucket(name).key(key), file));
    return key;
  }

  boolean exists(String account) {
    return SampleAws.orFail(
        "the bucket " + name + " cannot be looked at",
        () -> {
          try {
            s3.headBucket(request -> request.bucket(name).expectedBucketOwner(account));
            return true;
          } catch (NoSuchBucketException e) {
            return false;
          }
        });
  }

  /** Deletes it with all that is in it; one that is not there is no fault. */
  void delete() {
    SampleAws.unless(
        "NoSuchBucket",
        "the bucket " + name + " cannot be deleted",
        () -> {
          s3.listObjectsV2Paginator(request -> request.bucket(name)).stream()
              .map(
                  page ->
                      page.contents().stream()
                          .map(object -> ObjectIdentifier.builder().key(object.key()).build())
                          .toList())
              .filter(objects -> !objects.isEmpty())
              .forEach(
                  objects ->
                      s3.deleteObjects(
                          request ->
                              request.bucket(name).delete(delete -> delete.objects(objects))));
          return s3.deleteBucket(request -> request.bucket(name));
        });
  }
}
