package io.opentelemetry.lambda.agent.buildtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class MissingMembersTest {

  private static final String API = "io/opentelemetry/api/Api";

  private final MissingMembers members =
      new MissingMembers(
          Map.of(
              API,
              classWith(API, "io/opentelemetry/api/Parent", null),
              "io/opentelemetry/api/Parent",
              classWith("io/opentelemetry/api/Parent", "java/lang/Object", null)));

  @Test
  void inheritedMember_isThere() {
    assertThat(members.in(caller(API, "method"))).isEmpty();
  }

  @Test
  void memberThatIsGone_isTold() {
    assertThat(members.in(caller(API, "gone"))).containsExactly("Caller needs " + API + ".gone()V");
  }

  @Test
  void classThatIsGone_isTold() {
    assertThat(members.in(caller("io/opentelemetry/api/Gone", "method"))).hasSize(1);
  }

  /** Such as where a class of the agent's and its parent get one name. */
  @Test
  void interfaceThatIsNamedTwice_isReadOnce() {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        Opcodes.V1_8,
        Opcodes.ACC_PUBLIC,
        "Twice",
        null,
        "java/lang/Object",
        new String[] {API, API});
    writer.visitEnd();
    assertThat(new MissingMembers(Map.of("Twice", writer.toByteArray())).in(Map.of())).isEmpty();
  }

  @Test
  void others_areNotLookedAt() {
    assertThat(members.in(caller("okhttp3/Call", "gone"))).isEmpty();
  }

  @Test
  void invokedynamicOfTheAgent_isTold() {
    String dispatcher = TracedNames.TRACED + "bootstrap/IndyBootstrapDispatcher";
    assertThat(members.in(caller(dispatcher, "bootstrap")))
        .containsExactly("Caller is called by the agent's invokedynamic");
  }

  private static Map<String, byte[]> caller(String owner, String called) {
    return Map.of("Caller", classWith("Caller", "java/lang/Object", new String[] {owner, called}));
  }

  /** A class whose method {@code method} calls another one, if one is given. */
  private static byte[] classWith(String name, String parent, String[] called) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, name, null, parent, null);
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "method", "()V", null, null);
    method.visitCode();
    if (called != null) {
      method.visitMethodInsn(Opcodes.INVOKESTATIC, called[0], called[1], "()V", false);
    }
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
