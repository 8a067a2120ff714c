package io.opentelemetry.lambda.sdk.internal.settings;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.exporter.internal.TlsUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as OpenSSL writes them. */
class PrivateKeysTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "genrsa -traditional 2048, RSA",
    "genrsa -traditional 4096, RSA",
    "genpkey -algorithm RSA, RSA",
    "ecparam -name prime256v1 -genkey, EC",
    "ecparam -name secp384r1 -genkey -noout, EC",
    "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256, EC",
  })
  void toPkcs8_isWhatTheSdkReads(String command, String algorithm) throws Exception {
    byte[] key = openssl(command);
    Path file = Files.write(folder.resolve("key.pem"), key);
    byte[] certificate = openssl("req -x509 -subj /CN=test -key " + file);
    byte[] pkcs8 = PrivateKeys.toPkcs8(key);
    PrivateKey read =
        TlsUtil.keyManager(pkcs8 == null ? key : pkcs8, certificate)
            .getPrivateKey(
                TlsUtil.keyManager(pkcs8 == null ? key : pkcs8, certificate)
                    .getClientAliases(algorithm, null)[0]);
    assertThat(read.getAlgorithm()).isEqualTo(algorithm);
  }

  @Test
  void toPkcs8_ofAnEncryptedKey_fails() throws Exception {
    byte[] key = openssl("genrsa -aes128 -passout pass:secret 2048");
    assertThatThrownBy(() -> PrivateKeys.toPkcs8(key)).hasMessage("the key is encrypted");
    byte[] old = openssl("genrsa -traditional -aes128 -passout pass:secret 2048");
    assertThatThrownBy(() -> PrivateKeys.toPkcs8(old)).hasMessage("the key is encrypted");
  }

  @ParameterizedTest
  @CsvSource({"10", "100", "1000"})
  void toPkcs8_ofAKeyThatIsCutOff_fails(int length) throws Exception {
    for (String command : List.of("genrsa -traditional 2048", "ecparam -name prime256v1 -genkey")) {
      String pem = new String(openssl(command), US_ASCII);
      int body = pem.lastIndexOf("KEY-----", pem.lastIndexOf("-----END")) + "KEY-----".length();
      String cut =
          pem.substring(0, body + Math.min(length, (pem.length() - body) / 3))
              + pem.substring(pem.lastIndexOf("\n-----END"));
      assertThatThrownBy(() -> PrivateKeys.toPkcs8(cut.getBytes(US_ASCII))).isNotNull();
    }
  }

  private static byte[] openssl(String command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("openssl"));
    arguments.addAll(Arrays.asList(command.split(" ")));
    Process process =
        new ProcessBuilder(arguments).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
