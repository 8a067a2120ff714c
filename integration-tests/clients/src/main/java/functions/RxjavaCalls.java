package functions;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** RxJava 3, whose operators call by the JDK's client. */
final class RxjavaCalls implements Client {

  private final HttpClient http = HttpClient.newHttpClient();

  @Override
  public String call(String way, String url) {
    return switch (way) {
      case "callable" ->
          Single.fromCallable(() -> get(url)).subscribeOn(Schedulers.io()).blockingGet();
      case "observeOn" -> Single.just(url).observeOn(Schedulers.io()).map(this::get).blockingGet();
      case "flatMap" ->
          Flowable.just(url, url)
              .flatMapSingle(
                  each -> Single.fromCallable(() -> get(each)).subscribeOn(Schedulers.io()))
              .blockingLast();
      default -> throw new IllegalArgumentException(way);
    };
  }

  private String get(String url) throws Exception {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
