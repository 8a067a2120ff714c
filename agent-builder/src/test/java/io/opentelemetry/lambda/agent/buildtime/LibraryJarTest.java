package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.agent.AgentBuilderException;
import io.opentelemetry.lambda.agent.buildtime.ReleaseView.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class LibraryJarTest {

  private static final LocalDateTime TIME = LocalDateTime.of(2020, 2, 3, 4, 6);
  private static final Map<String, byte[]> CHANGED = Map.of("a/B.class", "changed".getBytes(UTF_8));

  @Test
  void changedClass_allElseIsAsItWas() throws IOException {
    LibraryJar jar = jar("META-INF/MANIFEST.MF", "a/", "a/B.class", "a/C.class", "b.txt");
    List<String> entries = new ArrayList<>();
    byte[] changed = jar.with(CHANGED).content();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(changed))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        assertThat(entry.getTimeLocal()).isEqualTo(TIME);
        assertThat(entry.getMethod()).isEqualTo(method(entry.getName()));
        entries.add(entry.getName() + "=" + new String(in.readAllBytes(), UTF_8));
      }
    }
    assertThat(entries)
        .containsExactly(
            "META-INF/MANIFEST.MF=META-INF/MANIFEST.MF",
            "a/=",
            "a/B.class=changed",
            "a/C.class=a/C.class",
            "b.txt=b.txt");
  }

  @Test
  void severalEntriesOfOneName_theLastOneIsKept() throws IOException {
    byte[] jar = jar("a/B.class", "a/C.class").content();
    // in the entry's header and in the central directory; contents are compressed
    byte[] twice = new String(jar, ISO_8859_1).replace("a/C", "a/B").getBytes(ISO_8859_1);
    LibraryJar changed = new LibraryJar("lib/a.jar", twice).with(Map.of("c", new byte[0]));
    assertThat(new String(changed.find("a/B.class"), UTF_8)).isEqualTo("a/C.class");
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(changed.content()))) {
      assertThat(in.getNextEntry().getName()).isEqualTo("a/B.class");
      assertThat(in.getNextEntry()).isNull();
    }
  }

  @Test
  void truncatedJar_isSaid() throws IOException {
    byte[] jar = jar("a/B.class", "a/C.class").content();
    assertThatThrownBy(() -> new LibraryJar("lib/a.jar", Arrays.copyOf(jar, 40)))
        .isInstanceOf(AgentBuilderException.class)
        .hasMessageStartingWith("lib/a.jar cannot be read: ")
        .hasMessageEndingWith("; pack the function again");
  }

  @Test
  void encryptedJar_isSaid() throws IOException {
    byte[] jar = jar("a/B.class").content();
    // the first of the entry's flags
    jar[6] |= 1;
    assertThatThrownBy(() -> new LibraryJar("lib/a.jar", jar))
        .isInstanceOf(AgentBuilderException.class)
        .hasMessageContaining("lib/a.jar cannot be read: encrypted");
  }

  @Test
  void classes_areThoseThatTheReleaseLoads() throws IOException {
    LibraryJar jar = multiRelease("true");
    assertThat(jar.releases()).containsExactly(11, 21);
    assertThat(jar.classes(10)).isEqualTo(Map.of("a/B", "a/B.class"));
    assertThat(jar.classes(17))
        .isEqualTo(
            Map.of(
                "a/B", "META-INF/versions/11/a/B.class", "a/C", "META-INF/versions/11/a/C.class"));
    assertThat(jar.classes(21)).containsEntry("a/B", "META-INF/versions/21/a/B.class");
  }

  @Test
  void classes_ofJarThatDoesNotSayItHasSome() throws IOException {
    LibraryJar jar = multiRelease("false");
    assertThat(jar.releases()).isEmpty();
    assertThat(jar.classes(17)).isEqualTo(Map.of("a/B", "a/B.class"));
  }

  @Test
  void forRelease_hasItsClassesInTheFirstPlace() throws IOException {
    LibraryJar jar = multiRelease("true").forRelease(11);
    assertThat(new String(jar.find("a/B.class"), UTF_8))
        .isEqualTo("META-INF/versions/11/a/B.class");
    assertThat(jar.releases()).isEmpty();
    assertThat(jar.find("b.txt")).isNotNull();
  }

  @Test
  void view_hasTheClassesOfOlderReleasesOnce() throws IOException {
    List<ReleaseView> views = ReleaseView.of(new TreeMap<>(), List.of(multiRelease("true")));
    assertThat(views.get(0).classes().keySet()).containsExactly("a/B", "a/C");
    assertThat(views.get(1).release()).isEqualTo(8);
    assertThat(views.get(1).classes()).isEqualTo(Map.of("a/B", new Place(0, "a/B.class")));
    // at 21 and newer, its classes are those of the first view
    assertThat(views).hasSize(Runtime.version().feature() < 21 ? 2 : 3);
    assertThat(ReleaseView.newer(List.of(multiRelease("true"))))
        .isEqualTo(Runtime.version().feature() < 21 ? Map.of("a/B", 21) : Map.of());
  }

  private static LibraryJar multiRelease(String value) throws IOException {
    return jar(
        Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMulti-Release: " + value + "\n"),
        "META-INF/MANIFEST.MF",
        "module-info.class",
        "a/B.class",
        "META-INF/versions/9/module-info.class",
        "META-INF/versions/11/a/B.class",
        "META-INF/versions/11/a/C.class",
        "META-INF/versions/21/a/B.class",
        "b.txt");
  }

  @Test
  void signature_isGoneFromChangedJar() throws IOException {
    LibraryJar jar = jar("META-INF/OWNER.SF", "META-INF/OWNER.rsa", "a/B.class");
    assertThat(jar.isSigned()).isTrue();
    LibraryJar changed = jar.with(CHANGED);
    assertThat(changed.isSigned()).isFalse();
    assertThat(changed.find("a/B.class")).isNotNull();
  }

  /** Files with their names as content; texts are stored, as jars in jars are. */
  private static LibraryJar jar(String... names) throws IOException {
    return jar(Map.of(), names);
  }

  private static LibraryJar jar(Map<String, String> contents, String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : names) {
        byte[] content =
            name.endsWith("/") ? new byte[0] : contents.getOrDefault(name, name).getBytes(UTF_8);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        entry.setMethod(method(name));
        if (entry.getMethod() == ZipEntry.STORED) {
          CRC32 checksum = new CRC32();
          checksum.update(content);
          entry.setCrc(checksum.getValue());
          entry.setSize(content.length);
        }
        zip.putNextEntry(entry);
        zip.write(content);
      }
    }
    return new LibraryJar("lib/a.jar", out.toByteArray());
  }

  private static int method(String name) {
    return name.endsWith(".txt") ? ZipEntry.STORED : ZipEntry.DEFLATED;
  }
}
