package io.opentelemetry.lambda.emulator.internal.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListeningPortsTest {

  @Test
  void read_hasTheMachinesListeners() throws IOException {
    try (ServerSocket loopback = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        ServerSocket any = new ServerSocket(0);
        Socket client = new Socket(loopback.getInetAddress(), loopback.getLocalPort())) {
      assertThat(ListeningPorts.read())
          .contains(loopback.getLocalPort(), any.getLocalPort())
          .doesNotContain(client.getLocalPort());
    }
  }

  @Test
  void read_leavesOutOtherAddresses(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
           1: 020200C0:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
           2: 00000000:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
           3: 0100007F:1F91 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0
        """);
    assertThat(ListeningPorts.read(folder)).containsExactly(443, 8080);
  }

  @Test
  void read_withoutTables_isEmpty(@TempDir Path folder) {
    assertThat(ListeningPorts.read(folder)).isEmpty();
  }
}
