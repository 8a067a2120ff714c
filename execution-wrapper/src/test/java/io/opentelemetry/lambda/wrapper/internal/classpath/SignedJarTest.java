package io.opentelemetry.lambda.wrapper.internal.classpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.transformer.ClassTransformer;
import io.opentelemetry.lambda.wrapper.joinpoints.ClientJoinPoints;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that signed classes are verified, and keep their signers when they are transformed. */
class SignedJarTest {

  private static final String STATEMENT = "example/Statement.class";
  private static final String UNSIGNED = "example/Handlers.class";
  private static final Path CLASSES = Path.of("target/test-classes");
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path keys;
  private static KeyStore.PrivateKeyEntry key;

  @TempDir Path folder;
  private Path signed;

  @BeforeAll
  static void createKey() throws Exception {
    Path file = keys.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "signer",
                "-dname",
                "CN=signer",
                "-keyalg",
                "EC",
                "-keystore",
                file.toString(),
                "-storepass",
                String.valueOf(PASSWORD))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
    key =
        (KeyStore.PrivateKeyEntry)
            store.getEntry("signer", new KeyStore.PasswordProtection(PASSWORD));
  }

  @BeforeEach
  void sign() throws Exception {
    Path unsigned = jar("unsigned.jar", Map.of(STATEMENT, classFile(STATEMENT)));
    signed = folder.resolve("signed.jar");
    try (ZipFile from = new ZipFile(unsigned.toFile());
        OutputStream to = Files.newOutputStream(signed)) {
      new JarSigner.Builder(key).build().sign(from, to);
    }
  }

  @Test
  void unsignedClass_isTransformed() throws Exception {
    try (URLClassLoader plain = plain(folder.resolve("unsigned.jar"));
        URLClassLoader transforming = transforming(plain)) {
      assertThat(methods(transforming.loadClass("example.Statement")))
          .contains("opentelemetry$executeQuery");
    }
  }

  @Test
  void signedClass_isTransformed_andHasItsSigner() throws Exception {
    try (URLClassLoader plain = plain(signed);
        URLClassLoader transforming = transforming(plain)) {
      Class<?> expected = plain.loadClass("example.Statement");
      Class<?> actual = transforming.loadClass("example.Statement");
      assertThat(actual.getClassLoader()).isSameAs(transforming);
      assertThat(methods(actual)).contains("opentelemetry$executeQuery");
      CodeSigner[] signers = actual.getProtectionDomain().getCodeSource().getCodeSigners();
      assertThat(signers)
          .hasSize(1)
          .isEqualTo(expected.getProtectionDomain().getCodeSource().getCodeSigners());
      assertThat(actual.getSigners())
          .containsExactly(key.getCertificate())
          .isEqualTo(expected.getSigners());
    }
  }

  @Test
  void changedClass_isRefused_asByTheJdk() throws Exception {
    Map<String, byte[]> entries = read(signed);
    byte[] changed = entries.get(STATEMENT).clone();
    changed[changed.length - 1] ^= 1;
    entries.put(STATEMENT, changed);
    Path jar = jar("changed.jar", entries);
    try (URLClassLoader plain = plain(jar);
        URLClassLoader transforming = transforming(plain)) {
      compareFailures(plain, transforming, "example.Statement", "digest error");
    }
  }

  @ParameterizedTest
  @CsvSource({"example.Statement, example.Handlers", "example.Handlers, example.Statement"})
  void packageWithAnUnsignedClass_isRefused_asByTheJdk(String first, String second)
      throws Exception {
    Map<String, byte[]> entries = read(signed);
    entries.put(UNSIGNED, classFile(UNSIGNED));
    Path jar = jar("added.jar", entries);
    try (URLClassLoader plain = plain(jar);
        URLClassLoader transforming = transforming(plain)) {
      plain.loadClass(first);
      transforming.loadClass(first);
      compareFailures(plain, transforming, second, "signer information");
    }
  }

  private static void compareFailures(
      ClassLoader plain, ClassLoader transforming, String className, String message) {
    Throwable expected = catchThrowable(() -> plain.loadClass(className));
    Throwable actual = catchThrowable(() -> transforming.loadClass(className));
    assertThat(expected).isInstanceOf(SecurityException.class).hasMessageContaining(message);
    assertThat(actual).hasSameClassAs(expected).hasMessage(expected.getMessage());
  }

  private static List<String> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods()).map(Method::getName).toList();
  }

  private static URLClassLoader plain(Path jar) throws IOException {
    return new URLClassLoader(
        new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  private static URLClassLoader transforming(URLClassLoader plain) {
    ClassTransformer transformer =
        ClassTransformer.of(
            new ClientJoinPoints(new InstrumentationSettings(Map.<String, String>of()::get)));
    return (URLClassLoader) TransformingClassLoader.of(plain, transformer);
  }

  private static byte[] classFile(String name) throws IOException {
    return Files.readAllBytes(CLASSES.resolve(name));
  }

  /** The entries in their order, of which the manifest has to be the first. */
  private static Map<String, byte[]> read(Path jar) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private Path jar(String name, Map<String, byte[]> entries) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return jar;
  }
}
