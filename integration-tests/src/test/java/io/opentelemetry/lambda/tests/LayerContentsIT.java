package io.opentelemetry.lambda.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the contents of the zips, and that nothing in them can meet the user's own libraries. */
class LayerContentsIT {

  private static final int JAVA_8 = 52;

  /** Classes for the JDK's own client, which came with Java 11, that are loaded for it only. */
  private static final Pattern FOR_JAVA_11 =
      Pattern.compile(
          ".*HttpClient.*|.*/javahttpclient/.*|.*/(CompletableFutures|ContextExecutor).*");

  /** It reads what only Lettuce's own package can. */
  private static final String IN_LETTUCES_PACKAGE =
      "io/lettuce/core/protocol/OtelCommandArgsUtil.class";

  private static final long MAX_BYTES = 250L * 1024 * 1024;

  @Test
  void wrapperLayer_files() throws IOException {
    assertThat(files(Layer.WRAPPER))
        .containsExactlyInAnyOrder(
            "otel-handler",
            "licenses/opentelemetry-java-wrapper-layer/LICENSE",
            "licenses/opentelemetry-java-wrapper-layer/THIRD-PARTY.txt",
            "java/lib/opentelemetry-lambda.jar",
            "java/lib/opentelemetry-lambda-clients.jar");
  }

  @Test
  void javaagentLayer_files() throws IOException {
    assertThat(files(Layer.JAVAAGENT))
        .containsExactlyInAnyOrder(
            "otel-handler",
            "licenses/opentelemetry-javaagent-layer/LICENSE",
            "licenses/opentelemetry-javaagent-layer/THIRD-PARTY.txt",
            "java/lib/opentelemetry-lambda.jar",
            "opentelemetry-javaagent.jar",
            "opentelemetry-javaagent.properties");
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void billOfMaterials_namesWhatIsPackedIn_andNothingElse(Layer layer) throws IOException {
    String zip = layer.zip().toString();
    JsonNode bill =
        new ObjectMapper().readTree(new File(zip.substring(0, zip.length() - 3) + "cdx.json"));
    List<String> names = new ArrayList<>();
    bill.path("components").forEach(component -> names.add(component.path("name").asText()));
    assertThat(names)
        .contains(
            "execution-wrapper", "class-transformer", "function-instrumentation", "lambda-sdk")
        .contains(layer == Layer.JAVAAGENT ? "opentelemetry-javaagent" : "client-instrumentation")
        .doesNotContain("agent-builder", "aws-lambda-java-core", "jspecify", "junit-jupiter");
    String licenses = text(layer, "THIRD-PARTY.txt");
    for (String name : names) {
      assertThat(licenses).contains(":" + name + ":");
    }
    assertThat(text(layer, "LICENSE")).contains("Apache License");
  }

  private static String text(Layer layer, String file) throws IOException {
    try (ZipFile zip = new ZipFile(layer.zip().toFile())) {
      ZipEntry entry =
          zip.stream()
              .filter(each -> each.getName().endsWith("/" + file))
              .findFirst()
              .orElseThrow();
      try (InputStream in = zip.getInputStream(entry)) {
        return new String(in.readAllBytes(), UTF_8);
      }
    }
  }

  @Test
  void javaagent_hasWhatFunctionsUse_andSendsByTheSocketSender() throws IOException {
    Map<String, String> services = services();
    assertThat(
            services.get(
                "io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule"))
        .contains(".awssdk.v2_2.", ".okhttp.v3_0.", ".jdbc.", ".executors.", ".opentelemetryapi.")
        .doesNotContain(".servlet.", ".tomcat.v", ".vertx.", ".awslambda");
    assertThat(services.get("io.opentelemetry.sdk.common.export.HttpSenderProvider"))
        .contains("SocketHttpSenderProvider")
        .doesNotContain("OkHttp");
    assertThat(services.get("io.opentelemetry.sdk.autoconfigure.spi.ResourceProvider"))
        .doesNotContain("Ec2ResourceProvider");
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void besideTheUsersClasses_thereIsOnlyOpenTelemetry(Layer layer) throws IOException {
    for (Jar jar : userVisibleJars(layer)) {
      Set<String> packages = new TreeSet<>();
      for (String name : jar.classes()) {
        if (!name.equals(IN_LETTUCES_PACKAGE)) {
          packages.add(name.replaceFirst("^(META-INF/versions/\\d+/)?([^/]+/[^/]+)/.*", "$2"));
        }
      }
      assertThat(packages).as(jar.name()).containsExactly("io/opentelemetry");
    }
  }

  /** The function may bring these in another version. */
  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void instrumentationLibraries_areRelocated(Layer layer) throws IOException {
    for (Jar jar : userVisibleJars(layer)) {
      assertThat(jar.classes())
          .as(jar.name())
          .noneMatch(name -> name.startsWith("io/opentelemetry/instrumentation/"))
          .noneMatch(name -> name.startsWith("io/opentelemetry/semconv/"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void besideTheUsersClasses_thereIsJava8(Layer layer) throws IOException {
    for (Jar jar : userVisibleJars(layer)) {
      assertThat(jar.newerThanJava8()).as(jar.name()).isEmpty();
    }
  }

  /** Whose first use would choose the process's log manager before the function can. */
  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void besideTheUsersClasses_nothingLogsByTheJdk(Layer layer) throws IOException {
    Set<String> called = new TreeSet<>();
    Set<String> methods = new TreeSet<>();
    for (Jar jar : userVisibleJars(layer)) {
      called.addAll(jar.loggerCalls());
      methods.addAll(jar.loggerMethods());
    }
    assertThat(called).noneMatch(call -> call.startsWith("java/")).isNotEmpty();
    assertThat(methods).containsAll(called);
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void unzipped_isWithinLambdasLimit(Layer layer) throws IOException {
    try (ZipFile zip = new ZipFile(layer.zip().toFile())) {
      assertThat(zip.stream().mapToLong(ZipEntry::getSize).sum()).isLessThan(MAX_BYTES);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRAPPER", "JAVAAGENT"})
  void entries_doNotTellWhenTheyWereBuilt(Layer layer) throws IOException {
    try (ZipFile zip = new ZipFile(layer.zip().toFile())) {
      assertThat(zip.stream().map(ZipEntry::getTimeLocal).distinct()).hasSize(1);
    }
  }

  /** The service files in the agent's class loader. */
  private static Map<String, String> services() throws IOException {
    String folder = "inst/META-INF/services/";
    Map<String, String> services = new HashMap<>();
    try (ZipFile zip = new ZipFile(Layer.JAVAAGENT.zip().toFile());
        ZipInputStream jar =
            new ZipInputStream(zip.getInputStream(zip.getEntry("opentelemetry-javaagent.jar")))) {
      ZipEntry entry;
      while ((entry = jar.getNextEntry()) != null) {
        if (entry.getName().startsWith(folder)) {
          services.put(
              entry.getName().substring(folder.length()), new String(jar.readAllBytes(), UTF_8));
        }
      }
    }
    return services;
  }

  private static List<String> files(Layer layer) throws IOException {
    try (ZipFile zip = new ZipFile(layer.zip().toFile())) {
      return zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).toList();
    }
  }

  /** The jars that the function's class loader, or its parent, gets to see. */
  private static List<Jar> userVisibleJars(Layer layer) throws IOException {
    List<Jar> jars = new ArrayList<>();
    try (ZipFile zip = new ZipFile(layer.zip().toFile())) {
      for (String name : files(layer)) {
        if (name.startsWith("java/lib/")) {
          try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
            jars.add(Jar.read(name, in));
          }
        }
      }
    }
    assertThat(jars).isNotEmpty();
    return jars;
  }

  /**
   * @param loggerCalls the methods of a logger that classes call
   * @param loggerMethods those that the layer's own logger has
   */
  private record Jar(
      String name,
      List<String> classes,
      List<String> newerThanJava8,
      Set<String> loggerCalls,
      Set<String> loggerMethods) {

    private static final int METHOD = 10;
    private static final String LOGGER = "io/opentelemetry/lambda/instrumentation/logging/Logger";

    static Jar read(String name, InputStream in) throws IOException {
      Jar jar =
          new Jar(name, new ArrayList<>(), new ArrayList<>(), new TreeSet<>(), new TreeSet<>());
      ZipInputStream zip = new ZipInputStream(in);
      ZipEntry entry;
      while ((entry = zip.getNextEntry()) != null) {
        if (entry.getName().endsWith(".class")) {
          jar.classes.add(entry.getName());
          boolean forNewerJvms =
              entry.getName().startsWith("META-INF/versions/")
                  || FOR_JAVA_11.matcher(entry.getName()).matches();
          byte[] classFile = zip.readAllBytes();
          jar.readLoggers(classFile, entry.getName().equals(LOGGER + ".class"));
          if (!forNewerJvms && majorVersion(classFile) > JAVA_8) {
            jar.newerThanJava8.add(entry.getName());
          }
        }
      }
      return jar;
    }

    private void readLoggers(byte[] classFile, boolean isLogger) throws IOException {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
      in.readLong();
      Object[] constants = new Object[in.readUnsignedShort()];
      for (int i = 1; i < constants.length; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> constants[i] = in.readUTF();
          case 7, 8, 16, 19, 20 -> constants[i] = new int[] {tag, in.readUnsignedShort()};
          case 15 -> constants[i] = new int[] {tag, in.readUnsignedByte(), in.readUnsignedShort()};
          case 5, 6 -> {
            in.readLong();
            i++;
          }
          default -> constants[i] = new int[] {tag, in.readUnsignedShort(), in.readUnsignedShort()};
        }
      }
      for (Object constant : constants) {
        if (constant instanceof int[] reference && reference[0] == METHOD) {
          Object owner = constants[((int[]) constants[reference[1]])[1]];
          int[] nameAndType = (int[]) constants[reference[2]];
          if (!isLogger && String.valueOf(owner).endsWith("/logging/Logger")) {
            loggerCalls.add(owner + "." + constants[nameAndType[1]] + constants[nameAndType[2]]);
          }
        }
      }
      if (isLogger) {
        int end = classFile.length - in.available();
        loggerMethods.addAll(methods(classFile, end, constants));
      }
    }

    private static List<String> methods(byte[] classFile, int start, Object[] constants)
        throws IOException {
      List<String> found = new ArrayList<>();
      DataInputStream in =
          new DataInputStream(new ByteArrayInputStream(classFile, start, classFile.length - start));
      in.skipBytes(6);
      in.skipBytes(2 * in.readUnsignedShort());
      for (int members = 0; members < 2; members++) {
        for (int count = in.readUnsignedShort(); count > 0; count--) {
          in.readUnsignedShort();
          String method = LOGGER + "." + constants[in.readUnsignedShort()];
          found.add(method + constants[in.readUnsignedShort()]);
          for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
            in.readUnsignedShort();
            in.skipBytes(in.readInt());
          }
        }
      }
      return found;
    }

    private static int majorVersion(byte[] classFile) throws IOException {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
      in.readInt();
      in.readUnsignedShort();
      return in.readUnsignedShort();
    }
  }
}
