package io.opentelemetry.lambda.sdk.internal.settings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import org.jspecify.annotations.Nullable;

/** Certificates and keys, which are files. */
final class TlsFiles {

  private static final String CERTIFICATE = "certificate";
  private static final String CLIENT_CERTIFICATE = "client.certificate";
  private static final String CLIENT_KEY = "client.key";

  private final Settings settings;

  TlsFiles(Settings settings) {
    this.settings = settings;
  }

  void correct() {
    for (String signal : Corrections.SIGNALS) {
      certificate(Corrections.OTLP + signal + CERTIFICATE, "the JDK's certificates are trusted");
      certificate(Corrections.OTLP + signal + CLIENT_CERTIFICATE, "no client certificate is shown");
      key(Corrections.OTLP + signal + CLIENT_KEY);
    }
    for (String signal : Corrections.SIGNALS) {
      pair(Corrections.OTLP + signal);
    }
  }

  private void certificate(String property, String instead) {
    byte[] file = read(property, instead);
    if (file == null) {
      return;
    }
    try {
      if (CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(file))
          .isEmpty()) {
        settings.replace(property, "no certificate in the file", null, instead);
      }
    } catch (GeneralSecurityException e) {
      settings.replace(property, innermost(e), null, instead);
    }
  }

  private void key(String property) {
    String instead = "no client certificate is shown";
    byte[] file = read(property, instead);
    if (file == null) {
      return;
    }
    try {
      byte[] pkcs8 = PrivateKeys.toPkcs8(file);
      if (pkcs8 != null) {
        settings.rewrite(property, TemporaryFiles.write(pkcs8).toString());
      }
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      settings.replace(property, innermost(e), null, instead);
    }
  }

  private byte @Nullable [] read(String property, String instead) {
    String name = settings.get(property);
    if (name == null) {
      if (settings.config().getString(property) != null) {
        settings.rewrite(property, null);
      }
      return null;
    }
    try {
      Path path = Paths.get(name);
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      settings.replace(property, "no such file", null, instead);
    } catch (IOException | RuntimeException e) {
      settings.replace(property, innermost(e), null, instead);
    }
    return null;
  }

  /** The one has no meaning without the other, which may be that for all signals. */
  private void pair(String prefix) {
    String key = settings.get(prefix + CLIENT_KEY);
    String certificate = settings.get(prefix + CLIENT_CERTIFICATE);
    String otherKey = settings.get(Corrections.OTLP + CLIENT_KEY);
    String otherCertificate = settings.get(Corrections.OTLP + CLIENT_CERTIFICATE);
    if (key != null && certificate == null && otherCertificate == null) {
      alone(prefix + CLIENT_KEY, CLIENT_CERTIFICATE);
    }
    if (certificate != null && key == null && otherKey == null) {
      alone(prefix + CLIENT_CERTIFICATE, CLIENT_KEY);
    }
  }

  private void alone(String property, String other) {
    settings.replace(
        property,
        "a client's key and its certificate are of use together, and there is no "
            + other.replace('.', ' '),
        null,
        "no client certificate is shown");
  }

  private static String innermost(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
