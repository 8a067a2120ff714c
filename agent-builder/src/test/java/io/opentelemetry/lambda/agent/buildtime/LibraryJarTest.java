package io.opentelemetry.lambda.agent.buildtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.lambda.agent.AgentBuilderException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class LibraryJarTest {

  private static final LocalDateTime TIME = LocalDateTime.of(2020, 2, 3, 4, 6);
  private static final Map<String, byte[]> CHANGED = Map.of("a/B", "changed".getBytes(UTF_8));

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
  void classNames_withoutThoseOfNewerReleases() throws IOException {
    assertThat(jar("a/B.class", "META-INF/versions/9/a/C.class", "b.txt").classNames())
        .containsExactly("a/B");
  }

  @Test
  void signedJar_isRefused() throws IOException {
    LibraryJar jar = jar("META-INF/OWNER.SF", "META-INF/OWNER.RSA", "a/B.class");
    assertThatThrownBy(() -> jar.with(CHANGED))
        .isInstanceOf(AgentBuilderException.class)
        .hasMessageStartingWith("lib/a.jar: it is signed");
  }

  @Test
  void otherClassForNewerReleases_isRefused() throws IOException {
    LibraryJar jar = jar("a/B.class", "META-INF/versions/11/a/B.class");
    assertThatThrownBy(() -> jar.with(CHANGED))
        .isInstanceOf(AgentBuilderException.class)
        .hasMessageStartingWith("lib/a.jar: it has another a/B for newer releases of Java");
  }

  @Test
  void classForNewerReleasesThatIsNotChanged_isKept() throws IOException {
    LibraryJar jar = jar("a/B.class", "META-INF/versions/11/a/C.class");
    assertThat(jar.with(CHANGED).find("META-INF/versions/11/a/C.class")).isNotNull();
  }

  /** Files with their names as content; texts are stored, as jars in jars are. */
  private static LibraryJar jar(String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : names) {
        byte[] content = name.endsWith("/") ? new byte[0] : name.getBytes(UTF_8);
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
