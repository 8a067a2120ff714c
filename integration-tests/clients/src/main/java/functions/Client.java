package functions;

/** One client library. */
interface Client {

  /**
   * Makes one call, and says what came of it.
   *
   * @param way how it is used, such as {@code async}
   */
  String call(String way, String url) throws Exception;
}
