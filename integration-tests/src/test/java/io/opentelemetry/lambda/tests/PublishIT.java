package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The words publish and unpublish, with the real AWS CLI, in two regions. */
class PublishIT {

  private static final String WRAPPER = "wrapper-layer/run.sh";
  private static final String EAST = "us-east-1";
  private static final String CENTRAL = "eu-central-1";
  private static final String PUBLISHED = "POST .*/layers/[^/]+/versions";
  private static final String SHARED = "POST .*/policy";

  private static final Map<StandIn, StandIn.Running> RUNNING = new EnumMap<>(StandIn.class);
  private static final Map<StandIn, AwsProxy> PROXIES = new EnumMap<>(StandIn.class);

  @TempDir Path folder;
  private final String name = "layer-" + Long.toHexString(new Random().nextLong());
  private AwsProxy proxy;
  private AwsCli cli = AwsCli.install();
  private Path zip;

  @BeforeEach
  void files() throws IOException {
    zip = zip("layer.zip", name.getBytes(UTF_8));
    Files.writeString(
        folder.resolve("README.md"),
        "before\n<!-- layers: begin, written by publish -->\nold\n<!-- layers: end -->\nafter\n");
  }

  @AfterAll
  static void stop() {
    PROXIES.values().forEach(AwsProxy::close);
    RUNNING.values().forEach(StandIn.Running::close);
  }

  static Stream<StandIn> standIns() {
    return Thoroughness.ALL ? Stream.of(StandIn.values()) : Stream.of(StandIn.MINISTACK);
  }

  @ParameterizedTest
  @MethodSource("standIns")
  void publish_andAgain_andPublic(StandIn standIn) throws Exception {
    use(standIn);
    Command.Finished finished = publish();
    assertThat(finished.output()).contains("published: " + arn(EAST), "published: " + arn(CENTRAL));
    assertThat(finished.status()).isZero();
    assertThat(proxy.requests(SHARED)).isEmpty();
    for (String region : new String[] {EAST, CENTRAL}) {
      assertThat(
              cli.query(
                  region,
                  "[Content.CodeSha256,LicenseInfo,join(' ',CompatibleRuntimes),join(' ',CompatibleArchitectures)]",
                  "lambda",
                  "get-layer-version",
                  "--layer-name",
                  name,
                  "--version-number",
                  "1"))
          .isEqualTo(
              Base64.getEncoder().encodeToString(sha256(zip))
                  + "\tApache-2.0\tjava8.al2 java11 java17 java21 java25\tx86_64 arm64");
    }
    assertThat(read("README.md")).contains("before\n", "There are no public layer ARNs", "after\n");

    assertThat(publish("--public").output()).contains("is there: " + arn(EAST));
    assertThat(proxy.requests(PUBLISHED)).hasSize(2);
    assertThat(proxy.requests(SHARED)).hasSize(2);
    assertThat(policy(EAST)).contains("\"Principal\":\"*\"", "lambda:GetLayerVersion");
    assertThat(read("layers.json"))
        .contains(
            "\"arn\": \"" + arn(EAST) + "\", \"public\": true",
            HexFormat.of().formatHex(sha256(zip)))
        .containsOnlyOnce(arn(CENTRAL));
    assertThat(read("README.md"))
        .contains("layer:" + name + ":1` | `eu-central-1`, `us-east-1` |")
        .doesNotContain("no public");

    publish("--public");
    assertThat(proxy.requests(SHARED)).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("standIns")
  void aRegionFails_andIsFinishedByTheNextRun(StandIn standIn) throws Exception {
    use(standIn);
    proxy.fail("POST us-east-1 .*/policy", Integer.MAX_VALUE);
    Command.Finished failed = publish("--public");
    assertThat(failed.output())
        .contains("us-east-1: " + arn(EAST) + " is published, but not public: ")
        .contains("published: " + arn(CENTRAL))
        .endsWith("failed in: us-east-1; the same command does what is missing\n");
    assertThat(failed.status()).isEqualTo(1);
    assertThat(read("layers.json"))
        .contains(arn(EAST) + "\", \"public\": false", arn(CENTRAL) + "\", \"public\": true");

    proxy.reset();
    assertThat(publish("--public").status()).isZero();
    assertThat(proxy.requests(PUBLISHED)).isEmpty();
    assertThat(proxy.requests(SHARED)).hasSize(1);
    assertThat(policy(EAST)).contains("\"Principal\":\"*\"");
    assertThat(read("layers.json")).doesNotContain("\"public\": false");
  }

  @Test
  void aRegionFailsOnce_andIsTriedAgain() throws Exception {
    use(StandIn.MINISTACK);
    proxy.fail("POST us-east-1 .*/versions", 1);
    Command.Finished finished = publish();
    assertThat(finished.output()).contains("; trying again", "published: " + arn(EAST));
    assertThat(finished.status()).isZero();
  }

  @Test
  void throughABucket() throws Exception {
    use(StandIn.MINISTACK);
    Command.Finished missing = publish("--bucket", name + "-{region}");
    assertThat(missing.output())
        .contains(
            "us-east-1: nothing was published, as the bucket " + name + "-us-east-1 takes nothing")
        .contains("NoSuchBucket")
        .endsWith("failed in: us-east-1 eu-central-1; the same command does what is missing\n");
    assertThat(missing.status()).isEqualTo(1);
    proxy.reset();

    for (String region : new String[] {EAST, CENTRAL}) {
      cli.query(region, "''", "s3", "mb", "s3://" + name + "-" + region);
    }
    assertThat(publish("--bucket", name + "-{region}").output())
        .contains("published: " + arn(EAST), "published: " + arn(CENTRAL));
    assertThat(proxy.requests("PUT .*/" + name + "-us-east-1/.*zip")).hasSize(1);
    assertThat(
            cli.query(
                EAST, "KeyCount", "s3api", "list-objects-v2", "--bucket", name + "-us-east-1"))
        .isIn("0", "None");
  }

  @ParameterizedTest
  @MethodSource("standIns")
  void unpublish_asks(StandIn standIn) throws Exception {
    use(standIn);
    publish("--public");
    Command.Finished refused = unpublish();
    assertThat(refused.output()).contains(arn(EAST) + "\n", "nothing was deleted");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(unpublish("--dry-run").output()).contains(arn(EAST) + " would be deleted");
    assertThat(proxy.requests("DELETE .*")).isEmpty();

    Command.Finished deleted = unpublish("--yes");
    assertThat(deleted.output()).contains("deleted: " + arn(EAST), "deleted: " + arn(CENTRAL));
    assertThat(deleted.status()).isZero();
    assertThat(versions(EAST)).isEmpty();
    assertThat(read("layers.json")).doesNotContain("arn");
    assertThat(read("README.md")).contains("There are no public layer ARNs");
  }

  @Test
  void anotherOrigin_isNotAddedTo() throws Exception {
    use(StandIn.MINISTACK);
    Path other = zip("other.zip", new byte[] {1});
    cli.query(
        EAST,
        "''",
        "lambda",
        "publish-layer-version",
        "--layer-name",
        name,
        "--zip-file",
        "fileb://" + other);
    Command.Finished refused = publish();
    assertThat(refused.output())
        .contains("us-east-1: there is a layer " + name + " of another origin");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(publish("--adopt").output())
        .contains("published: " + arn(EAST).replaceFirst("1$", "2"));
  }

  @Test
  void dryRun_changesNothing() throws Exception {
    use(StandIn.MINISTACK);
    Command.Finished finished = publish("--public", "--dry-run");
    assertThat(finished.output())
        .contains("us-east-1: " + name + " would be published and made public");
    assertThat(finished.status()).isZero();
    assertThat(proxy.requests("(POST|PUT|DELETE) .*/.+")).isEmpty();
    assertThat(folder.resolve("layers.json")).doesNotExist();
  }

  @Test
  void anotherZipUnderTheArn_isTold() throws Exception {
    use(StandIn.MINISTACK);
    proxy.replace(Base64.getEncoder().encodeToString(sha256(zip)), "c29tZXRoaW5nIGVsc2U=");
    Command.Finished finished = publish("--public");
    assertThat(finished.output())
        .contains(arn(EAST) + " has the sum c29tZXRoaW5nIGVsc2U= instead of");
    assertThat(finished.status()).isEqualTo(1);
    assertThat(proxy.requests(SHARED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"aws-us-gov, us-gov-east-1 us-gov-west-1", "aws-cn, cn-north-1 cn-northwest-1"})
  void allRegions_areThoseOfThePartition(String partition, String regions) throws Exception {
    use(StandIn.MOTO);
    proxy.replace("arn:aws:sts", "arn:" + partition + ":sts");
    Command.Finished finished =
        cli.script(WRAPPER, "publish", "--regions", "all", "--zip", zip.toString(), "--dry-run")
            .run();
    assertThat(finished.output()).contains(", 2 regions");
    for (String region : regions.split(" ", -1)) {
      assertThat(finished.output()).contains(region + ": opentelemetry-java-wrapper would be");
    }
  }

  @Test
  void aCollector_isOfOneArchitecture_andAnyRuntime() throws Exception {
    use(StandIn.MINISTACK);
    assertThat(run("collector-layer/run.sh", "publish", "--arch", "arm64").status()).isZero();
    assertThat(
            cli.query(
                EAST,
                "LayerVersions[].[CompatibleArchitectures[0],length(CompatibleRuntimes || `[]`)]",
                "lambda",
                "list-layer-versions",
                "--layer-name",
                name + "-arm64"))
        .isEqualTo("arm64\t0");
  }

  @Test
  void noCredentials() throws Exception {
    use(StandIn.MOTO);
    cli =
        cli.with("AWS_ACCESS_KEY_ID", "")
            .with("AWS_SECRET_ACCESS_KEY", "")
            .with("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
            .with("AWS_EC2_METADATA_DISABLED", "true");
    Command.Finished finished = publish();
    assertThat(finished.output())
        .contains("publish: cannot sign in to us-east-1: Unable to load credentials");
    assertThat(finished.status()).isEqualTo(3);
  }

  @Test
  void withoutTheAwsCli() throws Exception {
    use(StandIn.MINISTACK);
    AwsCli installed = cli;
    cli = cli.with("PATH", "/usr/bin:/bin");
    assertThat(publish().output()).contains("published: " + arn(EAST));
    cli = installed;
    assertThat(versions(EAST)).isEqualTo("1");
  }

  @Test
  void aRegionOfAnotherPartition() throws Exception {
    use(StandIn.MOTO);
    assertThat(cli.script(WRAPPER, "publish", "--regions", "us-east-1,cn-north-1").run().output())
        .endsWith(
            "publish: the credentials are of the partition aws, which has not all of the regions"
                + " us-east-1,cn-north-1\n");
  }

  @Test
  void tooLargeUnzipped() throws Exception {
    zip = zip("large.zip", new byte[251 * 1024 * 1024]);
    assertThat(publish().output())
        .endsWith("large.zip is larger than the 250 MB that Lambda allows\n");
  }

  @Test
  void tooLargeForADirectUpload() throws Exception {
    byte[] bytes = new byte[51 * 1024 * 1024];
    new Random(1).nextBytes(bytes);
    zip = zip("large.zip", bytes);
    assertThat(publish().output())
        .endsWith(
            "the zip is larger than the 50 MB that can be uploaded directly: name a bucket by"
                + " --bucket\n");
  }

  private void use(StandIn standIn) throws IOException {
    if (!PROXIES.containsKey(standIn)) {
      RUNNING.put(standIn, standIn.start());
      PROXIES.put(standIn, AwsProxy.before(RUNNING.get(standIn).address()));
    }
    proxy = PROXIES.get(standIn);
    proxy.reset();
    cli = cli.to(proxy);
  }

  private Command.Finished publish(String... options) throws Exception {
    return run(WRAPPER, "publish", options);
  }

  private Command.Finished unpublish(String... options) throws Exception {
    return run(WRAPPER, "unpublish", options);
  }

  private Command.Finished run(String script, String word, String... options) throws Exception {
    return cli.script(script, word)
        .with(options)
        .with("--regions", EAST + "," + CENTRAL, "--name", name, "--zip", zip.toString())
        .with("--json", folder.resolve("layers.json").toString())
        .with("--readme", folder.resolve("README.md").toString())
        .input(Path.of("/dev/null"))
        .run();
  }

  /** The ARN of the first version in a region. */
  private String arn(String region) {
    return "arn:aws:lambda:%s:%s:layer:%s:1".formatted(region, account(), name);
  }

  private String account() {
    return proxy == PROXIES.get(StandIn.MOTO) ? "123456789012" : "000000000000";
  }

  private String versions(String region) throws Exception {
    return cli.query(
        region, "LayerVersions[].Version", "lambda", "list-layer-versions", "--layer-name", name);
  }

  private String policy(String region) throws Exception {
    return cli.query(
            region,
            "Policy",
            "lambda",
            "get-layer-version-policy",
            "--layer-name",
            name,
            "--version-number",
            "1")
        .replace(" ", "");
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private Path zip(String file, byte[] bytes) throws IOException {
    Path path = folder.resolve(file);
    try (OutputStream out = Files.newOutputStream(path);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("otel-handler"));
      zip.write(bytes);
    }
    return path;
  }

  private static byte[] sha256(Path file) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
  }
}
