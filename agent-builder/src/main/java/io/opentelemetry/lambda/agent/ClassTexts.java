package io.opentelemetry.lambda.agent;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;

/** Lists the texts of a class file: its names, descriptors and strings (JVMS 4.4.7). */
final class ClassTexts {

  private static final int UTF8 = 1;

  static List<String> of(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    List<String> texts = new ArrayList<>();
    for (int index = 1; index < reader.getItemCount(); index++) {
      int offset = reader.getItem(index);
      if (offset > 0 && reader.readByte(offset - 1) == UTF8) {
        texts.add(text(classFile, offset));
      }
    }
    return texts;
  }

  private static String text(byte[] classFile, int offset) {
    try {
      return new DataInputStream(
              new ByteArrayInputStream(classFile, offset, classFile.length - offset))
          .readUTF();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ClassTexts() {}
}
