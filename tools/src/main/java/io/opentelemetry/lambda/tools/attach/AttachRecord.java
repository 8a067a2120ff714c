package io.opentelemetry.lambda.tools.attach;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, in tags of the function, what attaching has changed, so that it can be undone: a tag
 * takes 256 characters of few kinds, hence the compression and the numbered keys.
 *
 * @param added layer versions that stood nowhere before
 * @param replaced by layer versions, those that they stand in for
 * @param variables by names
 */
record AttachRecord(
    Set<String> added, Map<String, String> replaced, Map<String, Variable> variables) {

  static final AttachRecord NONE = new AttachRecord(Set.of(), Map.of(), Map.of());

  private static final String KEY = "opentelemetry-lambda-attach-";
  private static final int MAX_VALUE = 240;
  private static final int MAX_JSON = 16 * 1024;
  private static final int SUM_LENGTH = 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A variable that was set.
   *
   * @param sums of the values that it was given, as they may be secrets
   * @param before its value before; null if it was not there
   */
  record Variable(Set<String> sums, @Nullable String before) {

    static Variable of(String value, @Nullable String before) {
      return new Variable(Set.of(sum(value)), before);
    }

    /** Lets the value be this one, too: the function may still have the earlier one. */
    Variable or(String value) {
      Set<String> both = new TreeSet<>(sums);
      both.add(sum(value));
      return new Variable(both, before);
    }

    boolean is(@Nullable String value) {
      return value != null && sums.contains(sum(value));
    }

    private static String sum(String value) {
      try {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(value.getBytes(UTF_8));
        return HexFormat.of().formatHex(sum).substring(0, SUM_LENGTH);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e); // each JDK has it
      }
    }
  }

  /**
   * Reads a function's tags; those of others are not looked at.
   *
   * @throws IllegalArgumentException if somebody has changed them
   */
  static AttachRecord of(Map<String, String> tags) {
    String first = tags.get(KEY + 1);
    if (first == null) {
      return NONE;
    }
    StringBuilder text = new StringBuilder();
    int count = count(first);
    for (int i = 1; i <= count; i++) {
      String value = tags.getOrDefault(KEY + i, "");
      text.append(value.substring(value.indexOf(':') + 1));
    }
    try {
      return JSON.readValue(
          inflate(Base64.getDecoder().decode(text.toString())), AttachRecord.class);
    } catch (JsonProcessingException | DataFormatException e) {
      throw new IllegalArgumentException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int count(String first) {
    return Integer.parseInt(first.substring(0, Math.max(0, first.indexOf(':'))));
  }

  private static byte[] inflate(byte[] bytes) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      byte[] json = new byte[MAX_JSON];
      int length = inflater.inflate(json);
      if (!inflater.finished()) {
        throw new DataFormatException("it is cut off");
      }
      return Arrays.copyOf(json, length);
    } finally {
      inflater.end();
    }
  }

  /** Makes the tags, from 1 on; a value begins with their number. */
  Map<String, String> tags() {
    if (isEmpty()) {
      return Map.of();
    }
    String text = Base64.getEncoder().encodeToString(deflate());
    int count = (text.length() + MAX_VALUE - 1) / MAX_VALUE;
    Map<String, String> tags = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      int end = Math.min(text.length(), (i + 1) * MAX_VALUE);
      tags.put(KEY + (i + 1), count + ":" + text.substring(i * MAX_VALUE, end));
    }
    return tags;
  }

  private byte[] deflate() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      out.write(JSON.writeValueAsBytes(sorted()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /** The same record has the same tags. */
  private AttachRecord sorted() {
    return new AttachRecord(
        new TreeSet<>(added), new TreeMap<>(replaced), new TreeMap<>(variables));
  }

  /** Lists the keys of tags that are this record's, or were an earlier one's. */
  static List<String> keys(Map<String, String> tags) {
    return tags.keySet().stream().filter(key -> key.startsWith(KEY)).sorted().toList();
  }

  @JsonIgnore
  boolean isEmpty() {
    return equals(NONE);
  }
}
