package functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** RabbitMQ, over one channel. */
final class RabbitCalls implements Client {

  private static final String QUEUE = "orders";

  private Channel channel;

  @Override
  public String call(String way, String url) throws Exception {
    Channel channel = channel(url);
    return switch (way) {
      case "connect" -> "connected";
      case "publish" -> publish(channel);
      case "get" -> get(channel);
      case "consume" -> consume(channel);
      case "error" -> Long.toString(channel.messageCount("missing"));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private Channel channel(String url) throws Exception {
    if (channel == null || !channel.isOpen()) {
      ConnectionFactory factory = new ConnectionFactory();
      factory.setUri(URI.create(url));
      Connection connection = factory.newConnection();
      channel = connection.createChannel();
      channel.queueDeclare(QUEUE, false, false, false, null);
      channel.queuePurge(QUEUE);
    }
    return channel;
  }

  private static String publish(Channel channel) throws Exception {
    channel.basicPublish("", QUEUE, null, "found".getBytes(UTF_8));
    channel.queuePurge(QUEUE);
    return "published";
  }

  private static String get(Channel channel) throws Exception {
    channel.basicPublish("", QUEUE, null, "found".getBytes(UTF_8));
    GetResponse response = channel.basicGet(QUEUE, true);
    return new String(response.getBody(), UTF_8);
  }

  private static String consume(Channel channel) throws Exception {
    channel.basicPublish("", QUEUE, null, "found".getBytes(UTF_8));
    CompletableFuture<String> received = new CompletableFuture<>();
    String tag =
        channel.basicConsume(
            QUEUE,
            true,
            new DefaultConsumer(channel) {
              @Override
              public void handleDelivery(
                  String consumer,
                  Envelope envelope,
                  AMQP.BasicProperties properties,
                  byte[] body) {
                received.complete(new String(body, UTF_8));
              }
            });
    String body = received.get();
    channel.basicCancel(tag);
    return body;
  }
}
