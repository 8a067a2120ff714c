package functions;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Calls a service whose messages are text. */
final class GrpcCalls implements Client {

  private Channel channel;

  @Override
  public String call(String way, String url) throws Exception {
    if (channel == null) {
      channel = channel(url);
    }
    return switch (way) {
      case "blocking" ->
          ClientCalls.blockingUnaryCall(channel, method("Find"), CallOptions.DEFAULT, "1");
      case "future" ->
          ClientCalls.futureUnaryCall(channel.newCall(method("Find"), CallOptions.DEFAULT), "1")
              .get();
      case "stream" ->
          text(
              ClientCalls.blockingServerStreamingCall(
                  channel, method("List"), CallOptions.DEFAULT, "1"));
      case "error" -> error();
      default -> throw new IllegalArgumentException(way);
    };
  }

  static Channel channel(String url) {
    URI server = URI.create(url);
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER), "acme");
    return ManagedChannelBuilder.forAddress(server.getHost(), server.getPort())
        .usePlaintext()
        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
        .build();
  }

  private String error() {
    try {
      return ClientCalls.blockingUnaryCall(channel, method("Find"), CallOptions.DEFAULT, "none");
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      return status.getCode() + " " + status.getDescription();
    }
  }

  private static String text(Iterator<String> responses) {
    StringBuilder text = new StringBuilder();
    responses.forEachRemaining(text::append);
    return text.toString();
  }

  static MethodDescriptor<String, String> method(String name) {
    return MethodDescriptor.<String, String>newBuilder()
        .setType(
            name.equals("Find")
                ? MethodDescriptor.MethodType.UNARY
                : MethodDescriptor.MethodType.SERVER_STREAMING)
        .setFullMethodName("shop.Items/" + name)
        .setRequestMarshaller(new Text())
        .setResponseMarshaller(new Text())
        .build();
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {

    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
