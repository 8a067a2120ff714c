package io.opentelemetry.lambda.wrapper.internal.classpath;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.instrumentation.common.InstrumentationSettings;
import io.opentelemetry.lambda.transformer.ClassTransformer;
import io.opentelemetry.lambda.wrapper.internal.errors.StackTraces;
import io.opentelemetry.lambda.wrapper.joinpoints.ClientJoinPoints;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The class loader compared with the JDK's, of which the runtime's own is one. */
class TransformingClassLoaderTest {

  private static final String HANDLER = "example/Handlers.class";
  private static final Path CLASSES = Path.of("target/test-classes");

  @TempDir Path folder;
  private ClassTransformer transformer;

  @BeforeEach
  void createTransformer() {
    transformer =
        ClassTransformer.of(
            new ClientJoinPoints(new InstrumentationSettings(Map.<String, String>of()::get)));
  }

  /** Libraries of all sorts that the tests have, and a folder. */
  @Test
  void everyClass_isLoadedAsByTheJdk() throws Exception {
    List<Path> sources = new ArrayList<>();
    for (String element :
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
            .split(":", -1)) {
      if (element.matches(".*/(test-classes|(logback|log4j|assertj|quicktheories|joda)[^/]*jar)")) {
        sources.add(Path.of(element));
      }
    }
    assertThat(sources).hasSizeGreaterThan(3);
    try (Loaders loaders = loaders(sources.toArray(Path[]::new))) {
      int compared = 0;
      for (Path source : sources) {
        for (String name : classNames(source)) {
          loaders.compare(name);
          compared++;
        }
      }
      assertThat(compared).isGreaterThan(2_000);
    }
  }

  @Test
  void manifest_describesThePackage_andNamesOtherJars() throws Exception {
    Manifest manifest = manifest();
    manifest.getMainAttributes().put(Attributes.Name.SPECIFICATION_TITLE, "title");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "other.jar");
    Path jar = jar("library.jar", manifest, "example/Handlers.class");
    jar("other.jar", manifest(), "example/OddHandlers.class");
    try (Loaders loaders = loaders(jar)) {
      Class<?> type = loaders.compare("example.Handlers");
      assertThat(type.getPackage().getImplementationVersion()).isEqualTo("1.2");
      assertThat(loaders.compare("example.OddHandlers").getProtectionDomain().getCodeSource())
          .asString()
          .contains("other.jar");
    }
  }

  @Test
  void sealedPackage_hasTransformedClasses() throws Exception {
    Manifest manifest = manifest();
    manifest.getMainAttributes().put(Attributes.Name.SEALED, "true");
    Path sealed = jar("sealed.jar", manifest, "example/Statement.class", HANDLER);
    compareTransformed(sealed, "example/Statement");
  }

  @Test
  void packageOfAnotherJar_cannotBeSealed_asByTheJdk() throws Exception {
    Manifest manifest = manifest();
    manifest.getMainAttributes().put(Attributes.Name.SEALED, "true");
    Path other = jar("other.jar", manifest(), "example/OddHandlers.class");
    Path sealed = jar("sealed.jar", manifest, "example/Handlers.class");
    try (Loaders loaders = loaders(other, sealed)) {
      loaders.compare("example.OddHandlers");
      assertThatThrownBy(() -> loaders.transforming.loadClass("example.Handlers"))
          .isInstanceOf(SecurityException.class)
          .hasMessageContaining("can't seal package");
    }
  }

  @Test
  void sealedPackage_isSealed() throws Exception {
    Manifest manifest = manifest();
    manifest.getMainAttributes().put(Attributes.Name.SEALED, "true");
    Path sealed = jar("sealed.jar", manifest, "example/Handlers.class");
    Path other = jar("other.jar", manifest(), "example/OddHandlers.class");
    try (Loaders loaders = loaders(sealed, other)) {
      assertThat(loaders.compare("example.Handlers").getPackage().isSealed()).isTrue();
      assertThatThrownBy(() -> loaders.transforming.loadClass("example.OddHandlers"))
          .isInstanceOf(SecurityException.class)
          .hasMessageContaining("sealing violation");
    }
  }

  @Test
  void multiReleaseJar_givesTheClassOfTheJvmsRelease() throws Exception {
    Manifest manifest = manifest();
    manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
    Path jar = folder.resolve("multi.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      add(out, HANDLER, new byte[] {1, 2, 3});
      add(out, "META-INF/versions/11/" + HANDLER, Files.readAllBytes(CLASSES.resolve(HANDLER)));
    }
    try (Loaders loaders = loaders(jar)) {
      loaders.compare("example.Handlers");
    }
  }

  @Test
  void pathWithSpaces() throws Exception {
    Path jar = jar("my library.jar", manifest(), HANDLER);
    try (Loaders loaders = loaders(jar)) {
      loaders.compare("example.Handlers");
    }
  }

  /** As Kotlin has them, and any language of which words are written beyond ASCII. */
  @ParameterizedTest
  @ValueSource(strings = {"example/Stat ment", "example/St+tement", "example/Stätment"})
  void classWhoseNameIsEncodedInAddresses_isTransformed(String path) throws Exception {
    byte[] original = Files.readAllBytes(CLASSES.resolve("example/Statement.class"));
    byte[] renamed =
        new String(original, ISO_8859_1)
            .replace("example/Statement", new String(path.getBytes(UTF_8), ISO_8859_1))
            .getBytes(ISO_8859_1);
    Path jar = folder.resolve("renamed.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest())) {
      add(out, path + ".class", renamed);
    }
    compareTransformed(jar, path);
    if (path.equals(new String(path.getBytes(US_ASCII), US_ASCII))) {
      // not each file system takes the others
      Path file = folder.resolve(path + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, renamed);
      compareTransformed(folder, path);
    }
  }

  private void compareTransformed(Path source, String path) throws Exception {
    try (Loaders loaders = loaders(source)) {
      assertThat(loaders.compare(path.replace('/', '.')).getDeclaredMethods())
          .extracting(Method::getName)
          .contains("opentelemetry$executeQuery");
    }
  }

  @Test
  void missingAndBrokenClasses_failAsTheyDo() throws Exception {
    Path jar = folder.resolve("broken.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest())) {
      add(out, "example/Broken.class", new byte[] {1, 2, 3});
      add(out, "example/Misnamed.class", Files.readAllBytes(CLASSES.resolve(HANDLER)));
    }
    try (Loaders loaders = loaders(jar)) {
      for (String name : List.of("example.None", "example.Broken", "example.Misnamed")) {
        Throwable expected = failure(loaders.plain, name);
        Throwable actual = StackTraces.cut(failure(loaders.transforming, name));
        assertThat(actual).hasSameClassAs(expected).hasMessage(expected.getMessage());
        assertThat(frames(actual)).startsWith(frames(expected).get(0), frames(expected).get(1));
        assertThat(frames(actual)).noneMatch(frame -> frame.contains("TransformingClassLoader"));
      }
    }
  }

  @Test
  void resources_areTheSame() throws Exception {
    Path first = jar("first.jar", manifest(), HANDLER);
    Path second = jar("second.jar", manifest(), HANDLER);
    try (Loaders loaders = loaders(first, second)) {
      assertThat(Collections.list(loaders.transforming.getResources(HANDLER)))
          .isEqualTo(Collections.list(loaders.plain.getResources(HANDLER)));
      assertThat(loaders.transforming.getResource("example/"))
          .isEqualTo(loaders.plain.getResource("example/"));
    }
  }

  private static Throwable failure(ClassLoader loader, String name) {
    try {
      Class.forName(name, true, loader);
      throw new AssertionError(name + " was loaded");
    } catch (ClassNotFoundException | LinkageError e) {
      return e;
    }
  }

  private static List<String> frames(Throwable thrown) {
    return Stream.of(thrown.getStackTrace())
        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
        .toList();
  }

  private Loaders loaders(Path... sources) throws IOException {
    URL[] urls = new URL[sources.length];
    for (int i = 0; i < urls.length; i++) {
      // as the runtime makes them, which encodes nothing
      urls[i] =
          new URL(
              "file",
              null,
              -1,
              sources[i].toAbsolutePath() + (Files.isDirectory(sources[i]) ? "/" : ""));
    }
    ClassLoader parent = ClassLoader.getPlatformClassLoader();
    URLClassLoader plain = new URLClassLoader(urls, parent);
    return new Loaders(plain, (URLClassLoader) TransformingClassLoader.of(plain, transformer));
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    return manifest;
  }

  private Path jar(String name, Manifest manifest, String... classes) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (String entry : classes) {
        add(out, entry, Files.readAllBytes(CLASSES.resolve(entry)));
      }
    }
    return jar;
  }

  private static void add(JarOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }

  private static List<String> classNames(Path source) throws IOException {
    List<String> files;
    if (Files.isDirectory(source)) {
      try (Stream<Path> paths = Files.walk(source)) {
        files = paths.map(path -> source.relativize(path).toString()).toList();
      }
    } else {
      try (JarFile jar = new JarFile(source.toFile())) {
        files = jar.stream().map(ZipEntry::getName).toList();
      }
    }
    return files.stream()
        .filter(file -> file.endsWith(".class") && !file.contains("-"))
        .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
        .toList();
  }

  private record Loaders(URLClassLoader plain, URLClassLoader transforming)
      implements AutoCloseable {

    /** Loads a class by both loaders, compares them, and returns the one that may be changed. */
    Class<?> compare(String name) throws Exception {
      Class<?> expected;
      try {
        expected = Class.forName(name, false, plain);
      } catch (ClassNotFoundException | LinkageError e) {
        assertThat(failure(transforming, name))
            .as(name)
            .hasSameClassAs(e)
            .hasMessage(e.getMessage());
        return Object.class;
      }
      Class<?> actual = Class.forName(name, false, transforming);
      assertThat(actual.getClassLoader()).isSameAs(transforming);
      assertThat(actual.getProtectionDomain().getCodeSource())
          .as(name)
          .isEqualTo(expected.getProtectionDomain().getCodeSource());
      assertThat(actual.getSigners()).isEqualTo(expected.getSigners());
      assertThat(describe(actual.getPackage())).isEqualTo(describe(expected.getPackage()));
      return actual;
    }

    private static String describe(Package described) {
      return String.join(
          "|",
          described.toString(),
          String.valueOf(described.getSpecificationTitle()),
          String.valueOf(described.getSpecificationVendor()),
          String.valueOf(described.getImplementationTitle()),
          String.valueOf(described.getImplementationVersion()),
          String.valueOf(described.getImplementationVendor()),
          String.valueOf(described.isSealed()));
    }

    @Override
    public void close() throws IOException {
      plain.close();
      transforming.close();
    }
  }
}
