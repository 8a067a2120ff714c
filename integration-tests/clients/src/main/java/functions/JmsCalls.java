package functions;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.ActiveMQConnectionFactory;

/** JMS, by ActiveMQ's client, over one session. */
final class JmsCalls implements Client {

  private Session session;

  @Override
  public String call(String way, String url) throws Exception {
    Session session = session(url);
    Queue queue = session.createQueue("orders");
    return switch (way) {
      case "send" -> send(session, queue);
      case "receive" -> receive(session, queue);
      case "listen" -> listen(session, queue);
      case "error" -> error(session);
      default -> throw new IllegalArgumentException(way);
    };
  }

  private Session session(String url) throws Exception {
    if (session == null) {
      Connection connection = new ActiveMQConnectionFactory(url).createConnection();
      connection.start();
      session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }
    return session;
  }

  private static String send(Session session, Queue queue) throws Exception {
    try (MessageProducer producer = session.createProducer(queue)) {
      producer.send(session.createTextMessage("found"));
    }
    return "sent";
  }

  private static String receive(Session session, Queue queue) throws Exception {
    try (MessageConsumer consumer = session.createConsumer(queue)) {
      return text(consumer.receive(10_000));
    }
  }

  private static String listen(Session session, Queue queue) throws Exception {
    CompletableFuture<Message> received = new CompletableFuture<>();
    try (MessageConsumer consumer = session.createConsumer(queue)) {
      // a lambda expression's class is made at run time: it is not instrumented
      consumer.setMessageListener(
          new MessageListener() {
            @Override
            public void onMessage(Message message) {
              received.complete(message);
            }
          });
      send(session, queue);
      return text(received.get());
    }
  }

  private static String error(Session session) throws Exception {
    try (MessageProducer producer = session.createProducer(null)) {
      producer.send(session.createTextMessage("lost"));
    }
    return "sent";
  }

  private static String text(Message message) throws Exception {
    return ((TextMessage) message).getText();
  }
}
