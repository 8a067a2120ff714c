package io.opentelemetry.lambda.guard;

import static net.bytebuddy.matcher.ElementMatchers.isAnnotatedWith;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * Writes the guards of {@link Guarded} methods into the classes of a build, for Byte Buddy's Maven
 * plugin. No class is added, and the annotations are taken away.
 */
public final class GuardPlugin implements Plugin {

  @Override
  public boolean matches(TypeDescription type) {
    return !type.getDeclaredMethods().filter(isAnnotatedWith(Guarded.class)).isEmpty();
  }

  @Override
  public DynamicType.Builder<?> apply(
      DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator locator) {
    return builder.visit(
        new AsmVisitorWrapper.ForDeclaredMethods()
            .readerFlags(ClassReader.EXPAND_FRAMES)
            .method(
                isAnnotatedWith(Guarded.class),
                (instrumented, method, visitor, context, pool, writerFlags, readerFlags) ->
                    new GuardVisitor(method, visitor)));
  }

  @Override
  public void close() {}
}
