package io.opentelemetry.lambda.cloudformation.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.cloudformation.document.Value.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A template's file, in YAML or JSON. */
public final class TemplateFile {

  /** CloudFormation's own limit. */
  private static final int MAX_BYTES = 1024 * 1024;

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  public static Mapping read(Path file) {
    String text = decode(file, readBytes(file));
    Value template =
        text.stripLeading().startsWith("{")
            ? JsonTemplate.parse(file.toString(), text)
            : YamlTemplate.parse(file.toString(), text);
    return template.asMapping();
  }

  private static byte[] readBytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new TemplateException(file + ": there is no such file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new TemplateException(file + " is larger than a template may be, which is 1 MB");
      }
      return bytes;
    } catch (IOException e) {
      throw new TemplateException(file + " cannot be read: " + e, e);
    }
  }

  private static String decode(Path file, byte[] bytes) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new TemplateException(file + " is no text in UTF-8", e);
    }
  }

  private TemplateFile() {}
}
