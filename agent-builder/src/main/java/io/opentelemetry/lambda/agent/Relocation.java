package io.opentelemetry.lambda.agent;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Method;

/**
 * Lets a class call the agent's OpenTelemetry in place of the function's, by the code with which
 * the agent does the same to extensions.
 */
final class Relocation {

  private final Method remap;

  static Relocation of(AgentJar agent) {
    JarClassLoader bootClassPath = JarClassLoader.ofBootClassPath(agent);
    try {
      Method remap =
          JarClassLoader.ofAgent(agent, bootClassPath)
              .loadClass("io.opentelemetry.javaagent.tooling.RemappingUrlConnection")
              .getDeclaredMethod("remapClassBytes", InputStream.class);
      remap.setAccessible(true);
      return new Relocation(remap);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this release of the agent is not what the builder knows", e);
    }
  }

  private Relocation(Method remap) {
    this.remap = remap;
  }

  byte[] relocate(byte[] classFile) {
    try {
      return (byte[]) remap.invoke(null, new ByteArrayInputStream(classFile));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
