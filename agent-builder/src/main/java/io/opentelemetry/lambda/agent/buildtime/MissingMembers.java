package io.opentelemetry.lambda.agent.buildtime;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds calls of OpenTelemetry's classes that would fail when the function runs, since the agent
 * and the layer are of different releases, or since a class runs in the agent only.
 */
final class MissingMembers {

  /** The way in which an agent may call its instrumentations in another class loader. */
  private static final String INDY_BOOTSTRAP =
      TracedNames.TRACED + "bootstrap/IndyBootstrapDispatcher";

  /** The methods that an interface has, too. */
  private static final Set<String> OF_OBJECT =
      Arrays.stream(Object.class.getMethods())
          .map(method -> method.getName() + Type.getMethodDescriptor(method))
          .collect(Collectors.toSet());

  private static final String OPEN_TELEMETRY = "io/opentelemetry/";

  private final Map<String, Shape> shapes = new HashMap<>();

  /** Knows these classes. */
  MissingMembers(Map<String, byte[]> classes) {
    classes.forEach((name, classFile) -> shapes.put(name, Shape.of(classFile)));
  }

  /** A line for each; none if all is well. */
  Set<String> in(Map<String, byte[]> classes) {
    Set<String> missing = new TreeSet<>();
    classes.forEach(
        (name, classFile) ->
            new ClassReader(classFile)
                .accept(
                    new Calls(name, missing), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES));
    return missing;
  }

  private final class Calls extends ClassVisitor {

    private final String caller;
    private final Set<String> missing;

    Calls(String caller, Set<String> missing) {
      super(Opcodes.ASM9);
      this.caller = caller;
      this.missing = missing;
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {

        @Override
        public void visitMethodInsn(
            int opcode, String owner, String called, String type, boolean isInterface) {
          check(owner, called + type);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          check(owner, field + type);
        }

        @Override
        public void visitInvokeDynamicInsn(
            String called, String type, Handle bootstrap, Object... arguments) {
          check(bootstrap);
          for (Object argument : arguments) {
            if (argument instanceof Handle handle) {
              check(handle);
            }
          }
        }
      };
    }

    private void check(Handle handle) {
      check(handle.getOwner(), handle.getName() + handle.getDesc());
    }

    private void check(String owner, String member) {
      if (owner.equals(INDY_BOOTSTRAP)) {
        missing.add(caller + " is called by the agent's invokedynamic");
      } else if (owner.startsWith(OPEN_TELEMETRY) && !has(owner, member)) {
        missing.add(caller + " needs " + owner + "." + member);
      }
    }
  }

  /** Takes a class of another's for granted, such as one of the JDK. */
  private boolean has(String owner, String member) {
    Shape shape = shapes.get(owner);
    if (shape == null) {
      return !owner.startsWith(OPEN_TELEMETRY);
    }
    if (shape.members.contains(member) || OF_OBJECT.contains(member)) {
      return true;
    }
    for (String parent : shape.parents) {
      if (!parent.equals("java/lang/Object") && has(parent, member)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The members and parents of a class.
   *
   * @param members their names and descriptors
   */
  private record Shape(Set<String> members, Set<String> parents) {

    static Shape of(byte[] classFile) {
      Shape shape = new Shape(new HashSet<>(), new HashSet<>());
      ClassReader reader = new ClassReader(classFile);
      if (reader.getSuperName() != null) {
        shape.parents.add(reader.getSuperName());
      }
      shape.parents.addAll(Arrays.asList(reader.getInterfaces()));
      reader.accept(
          new ClassVisitor(Opcodes.ASM9) {

            @Override
            public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
              shape.members.add(name + descriptor);
              return null;
            }

            @Override
            public @Nullable FieldVisitor visitField(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                @Nullable Object value) {
              shape.members.add(name + descriptor);
              return null;
            }
          },
          ClassReader.SKIP_CODE);
      return shape;
    }
  }
}
