package io.opentelemetry.lambda.tests.conformance;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/** Ids of traces and spans as texts. */
final class Hex {

  static String of(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  private Hex() {}
}
