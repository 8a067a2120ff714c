package io.opentelemetry.lambda.benchmarks.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;

/** Events of the sizes that the figures are for. */
public enum SampleEvent {
  API_GATEWAY_1_KB(APIGatewayProxyRequestEvent.class) {
    @Override
    public byte[] json() {
      return """
          {"resource":"/orders/{id}","path":"/orders/42","httpMethod":"GET",
           "headers":{"Accept":"application/json","Accept-Encoding":"gzip, deflate, br","CloudFront-Viewer-Country":"DE","Via":"2.0 a.cloudfront.net","Host":"orders.example.com","User-Agent":"curl/8.5.0",
             "X-Amzn-Trace-Id":"Root=1-5759e988-bd862e3fe1be46a994272793","X-Forwarded-For":"192.0.2.7",
             "X-Forwarded-Port":"443","X-Forwarded-Proto":"https",
             "traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
           "queryStringParameters":{"page":"2","order":"date"},"pathParameters":{"id":"42"},
           "stageVariables":null,
           "requestContext":{"accountId":"123456789012","apiId":"1234567890","domainName":"orders.example.com",
             "httpMethod":"GET","path":"/prod/orders/42","protocol":"HTTP/1.1","requestId":"c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
             "requestTimeEpoch":1583817383220,"resourceId":"abc123","resourcePath":"/orders/{id}","stage":"prod",
             "identity":{"sourceIp":"192.0.2.7","userAgent":"curl/8.5.0"}},
           "body":null,"isBase64Encoded":false}
          """
          .getBytes(UTF_8);
    }
  },

  /** A hundred messages, as large together as an event may be. */
  SQS_6_MB(SQSEvent.class) {
    @Override
    public byte[] json() {
      return messages(100);
    }
  },

  /** Ten, so that each is as large as few messages are. */
  SQS_6_MB_OF_10(SQSEvent.class) {
    @Override
    public byte[] json() {
      return messages(10);
    }
  };

  private static final int BYTES = 6_100_000;

  private static byte[] messages(int count) {
    String item =
        "{\\\"sku\\\":\\\"A-4711\\\",\\\"quantity\\\":2,\\\"price\\\":19.95,\\\"note\\\":\\\"a gift for someone\\\"},";
    String body = item.repeat((BYTES / count - 600) / item.length());
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < count; i++) {
      records
          .append(i == 0 ? "" : ",")
          .append(
              """
              {"messageId":"059f36b4-87a3-44ab-83d2-66197%07d","receiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
               "body":"[%s{}]",
               "attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1545082649183","SenderId":"AIDAIENQZJOLO23YVJ4VO",
                 "AWSTraceHeader":"Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"},
               "messageAttributes":{},"md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3","eventSource":"aws:sqs",
               "eventSourceARN":"arn:aws:sqs:us-east-1:123456789012:orders","awsRegion":"us-east-1"}
              """
                  .formatted(i, body));
    }
    return ("{\"Records\":[" + records + "]}").getBytes(UTF_8);
  }

  private final Class<?> type;

  SampleEvent(Class<?> type) {
    this.type = type;
  }

  /** The class that a handler takes it as. */
  Class<?> type() {
    return type;
  }

  public abstract byte[] json();
}
