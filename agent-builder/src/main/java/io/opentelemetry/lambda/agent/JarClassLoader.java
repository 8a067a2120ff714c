package io.opentelemetry.lambda.agent;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loads what the agent's jar has, as the agent does when it runs. */
final class JarClassLoader extends ClassLoader {

  /** Where a class file has its major version. */
  private static final int MAJOR_VERSION = 7;

  private static final int NEWEST = 44 + Runtime.version().feature();

  private final Map<String, byte[]> files;
  private final String prefix;
  private final String classSuffix;

  /** Opens what is on the boot class path when the agent runs. */
  static JarClassLoader ofBootClassPath(AgentJar agent) {
    return new JarClassLoader(agent, "", ".class", ClassLoader.getPlatformClassLoader());
  }

  /** Opens what the agent loads itself. */
  static JarClassLoader ofAgent(AgentJar agent, ClassLoader bootClassPath) {
    return new JarClassLoader(agent, AgentJar.PREFIX, AgentJar.CLASS_SUFFIX, bootClassPath);
  }

  private JarClassLoader(AgentJar agent, String prefix, String classSuffix, ClassLoader parent) {
    super(parent);
    this.files = agent.contents().files();
    this.prefix = prefix;
    this.classSuffix = classSuffix;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte @Nullable [] file = files.get(prefix + name.replace('.', '/') + classSuffix);
    if (file == null) {
      throw new ClassNotFoundException(name);
    }
    byte[] loadable = file.clone();
    // instrumentations of newer libraries need a newer Java to run, but not to tell their names
    loadable[MAJOR_VERSION] = (byte) Math.min(loadable[MAJOR_VERSION], NEWEST);
    return defineClass(name, loadable, 0, loadable.length);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    String entry =
        name.endsWith(".class")
            ? name.substring(0, name.length() - ".class".length()) + classSuffix
            : name;
    byte @Nullable [] file = files.get(prefix + entry);
    return file == null ? null : url(name, file);
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return Collections.enumeration(url == null ? List.of() : List.of(url));
  }

  private static URL url(String name, byte[] file) {
    try {
      return new URL("agent", "", -1, "/" + name, new BytesHandler(file));
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class BytesHandler extends URLStreamHandler {

    private final byte[] bytes;

    BytesHandler(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() throws IOException {
          return new ByteArrayInputStream(bytes);
        }
      };
    }
  }
}
