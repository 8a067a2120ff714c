package io.opentelemetry.lambda.benchmarks.environment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class RedisServiceTest {

  @Test
  void command_isAnsweredOnce() throws IOException {
    try (RedisService redis = RedisService.start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      String two = "*3\r\n$3\r\nSET\r\n$4\r\nitem\r\n$2\r\n42\r\n*1\r\n$4\r\nPING\r\n";
      socket.getOutputStream().write(two.getBytes(UTF_8));
      socket.shutdownOutput();
      assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("+OK\r\n+OK\r\n");
    }
  }
}
