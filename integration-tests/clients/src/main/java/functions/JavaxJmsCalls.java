package functions;

import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.Queue;
import javax.jms.Session;
import javax.jms.TextMessage;

/** JMS 2, by ActiveMQ's client 5, whose classes have the names of its client 6. */
final class JavaxJmsCalls implements Client {

  private Session session;

  @Override
  public String call(String way, String url) throws Exception {
    if (session == null) {
      Class<?> factory = Class.forName("org.apache.activemq.ActiveMQConnectionFactory");
      Connection connection =
          ((ConnectionFactory) factory.getConstructor(String.class).newInstance(url))
              .createConnection();
      connection.start();
      session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }
    Queue queue = session.createQueue("orders");
    return switch (way) {
      case "send" -> {
        session.createProducer(queue).send(session.createTextMessage("found"));
        yield "sent";
      }
      case "receive" -> ((TextMessage) session.createConsumer(queue).receive(10_000)).getText();
      default -> throw new IllegalArgumentException(way);
    };
  }
}
