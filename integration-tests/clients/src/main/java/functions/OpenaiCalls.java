package functions;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.net.URI;

/** OpenAI's client. */
final class OpenaiCalls implements Client {

  private static final ChatCompletionCreateParams QUESTION =
      ChatCompletionCreateParams.builder().model("gpt-4o").addUserMessage("where?").build();

  private OpenAIClient client;

  @Override
  public String call(String way, String url) throws Exception {
    if (client == null) {
      client = client(URI.create(url).resolve("/v1").toString());
    }
    return switch (way) {
      case "sync" -> text(client.chat().completions().create(QUESTION));
      case "async" -> text(client.async().chat().completions().create(QUESTION).get());
      case "error" -> text(client("http://localhost:1/").chat().completions().create(QUESTION));
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static OpenAIClient client(String url) {
    return OpenAIOkHttpClient.builder().baseUrl(url).apiKey("secret").maxRetries(0).build();
  }

  private static String text(ChatCompletion completion) {
    return completion.choices().get(0).message().content().orElse("");
  }
}
