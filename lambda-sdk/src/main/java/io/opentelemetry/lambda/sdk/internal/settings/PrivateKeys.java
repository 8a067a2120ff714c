package io.opentelemetry.lambda.sdk.internal.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Private keys in the forms that OpenSSL writes. The SDK reads PKCS#8 alone (RFC 5208); those of
 * PKCS#1 (RFC 8017) and SEC 1 (RFC 5915) are a part of that.
 */
final class PrivateKeys {

  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (RSA |EC |ENCRYPTED |)PRIVATE KEY-----([^-]*(?:-[^-]+)*)-----END ");

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  /** The parameters of an elliptic curve's key, by their tag. */
  private static final int PARAMETERS = 0xA0;

  private static final byte[] VERSION = {0x02, 0x01, 0x00};
  private static final byte[] RSA = {
    0x06,
    0x09,
    0x2A,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xF7,
    0x0D,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };
  private static final byte[] EC = {
    0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
  };

  /**
   * Converts a private key; null for one that the SDK reads as it is.
   *
   * @throws GeneralSecurityException if it is no key, or an encrypted one
   */
  static byte @Nullable [] toPkcs8(byte[] file) throws GeneralSecurityException {
    Matcher pem = PEM.matcher(new String(file, ISO_8859_1));
    if (!pem.find()) {
      check(file);
      return null;
    }
    if (pem.group(1).startsWith("ENCRYPTED") || pem.group(2).contains("ENCRYPTED")) {
      throw new InvalidKeyException("the key is encrypted");
    }
    byte[] key = Base64.getMimeDecoder().decode(pem.group(2));
    byte[] pkcs8 = key;
    if (pem.group(1).startsWith("RSA")) {
      pkcs8 = wrap(RSA, key);
    } else if (pem.group(1).startsWith("EC")) {
      pkcs8 = wrap(concat(EC, parameters(key)), key);
    }
    check(pkcs8);
    return pkcs8 == key ? null : pkcs8;
  }

  private static void check(byte[] pkcs8) throws GeneralSecurityException {
    GeneralSecurityException failure = new InvalidKeyException("no private key in the file");
    for (String algorithm : new String[] {"RSA", "EC"}) {
      try {
        KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return;
      } catch (GeneralSecurityException e) {
        failure = e;
      }
    }
    throw failure;
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return tagged(
        SEQUENCE, concat(VERSION, tagged(SEQUENCE, algorithm), tagged(OCTET_STRING, key)));
  }

  /** The curve's name, which stands in the key behind its number. */
  private static byte[] parameters(byte[] sec1) throws InvalidKeyException {
    int position = contentOf(sec1, 0);
    while (position < sec1.length) {
      int content = contentOf(sec1, position);
      int end = content + lengthAt(sec1, position + 1);
      if ((sec1[position] & 0xFF) == PARAMETERS && end <= sec1.length) {
        return Arrays.copyOfRange(sec1, content, end);
      }
      position = end;
    }
    throw new InvalidKeyException("the key does not name its curve");
  }

  private static int contentOf(byte[] der, int tag) throws InvalidKeyException {
    if (tag + 1 >= der.length) {
      throw new InvalidKeyException("the key is cut off");
    }
    int first = der[tag + 1] & 0xFF;
    return tag + 2 + (first < 0x80 ? 0 : first - 0x80);
  }

  private static int lengthAt(byte[] der, int position) throws InvalidKeyException {
    int first = der[position] & 0xFF;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 1; i <= first - 0x80; i++) {
      if (position + i >= der.length || i > 3) {
        throw new InvalidKeyException("the key is cut off");
      }
      length = (length << 8) | (der[position + i] & 0xFF);
    }
    return length;
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length >= 0x80) {
      int bytes = length > 0xFF_FF ? 3 : length > 0xFF ? 2 : 1;
      out.write(0x80 + bytes);
      for (int i = bytes - 1; i > 0; i--) {
        out.write(length >> (8 * i));
      }
    }
    out.write(length);
    out.write(content, 0, length);
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part, 0, part.length);
    }
    return all.toByteArray();
  }

  private PrivateKeys() {}
}
