package io.opentelemetry.lambda.emulator.internal.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.lambda.emulator.internal.process.Polling;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Passes on the lines that a process writes. It looks for them again and again, and never waits for
 * any in a read: so it can be told, by {@link #read}, to pass on all that there is.
 */
final class ProcessOutput {

  private static final Duration INTERVAL = Duration.ofMillis(2);

  private final Process process;
  private final InputStream in;
  private final Consumer<String> consumer;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Thread reader = new Thread(this::readUntilExit, "sandbox output");

  static ProcessOutput start(Process process, Consumer<String> consumer) throws IOException {
    ProcessOutput output = new ProcessOutput(process, open(process), consumer);
    output.reader.setDaemon(true);
    output.reader.start();
    return output;
  }

  /**
   * Java's own end of the pipe cannot be used: Java empties it when the process ends. {@code
   * enter.sh} keeps the other end as this descriptor until the program begins, as it redirects the
   * usual ones now and then.
   */
  private static InputStream open(Process process) throws IOException {
    String pipe = "/proc/" + process.pid() + "/fd/9";
    while (process.isAlive()) {
      try {
        InputStream in = new FileInputStream(pipe);
        process.getInputStream().close();
        return in;
      } catch (FileNotFoundException e) {
        Polling.pause();
      }
    }
    // what it wrote is why it did not get that far
    return new ByteArrayInputStream(process.getInputStream().readAllBytes());
  }

  private ProcessOutput(Process process, InputStream in, Consumer<String> consumer) {
    this.process = process;
    this.in = in;
    this.consumer = consumer;
  }

  private void readUntilExit() {
    try {
      while (!process.waitFor(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        read();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    readLast();
  }

  private synchronized void readLast() {
    read();
    if (line.size() > 0) {
      passLine();
    }
    try {
      in.close();
    } catch (IOException e) {
      // there is nothing more to come
    }
  }

  /** Passes on all lines that have been written so far. */
  synchronized void read() {
    byte[] buffer = new byte[8192];
    try {
      while (in.available() > 0) {
        int length = in.read(buffer);
        for (int i = 0; i < length; i++) {
          add(buffer[i]);
        }
      }
    } catch (IOException e) {
      // the process has ended, and its last line has been read
    }
  }

  private void add(byte next) {
    if (next == '\n') {
      passLine();
    } else {
      line.write(next);
    }
  }

  private void passLine() {
    consumer.accept(line.toString(UTF_8));
    line.reset();
  }

  /** Waits until the last line of a process that has ended has been passed on. */
  void join() throws InterruptedException {
    reader.join();
  }
}
