package functions

import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.future.future
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/** Calls by the JDK's client, in coroutines. */
internal class CoroutineCalls : Client {
  private val client: Client = JdkCalls()

  override fun call(way: String, url: String): String =
      when (way) {
        "delay" -> runBlocking { afterDelay(url) }
        "io" -> runBlocking { withContext(Dispatchers.IO) { request(url) } }
        "async" -> runBlocking { async(Dispatchers.Default) { afterDelay(url) }.await() }
        "launch" -> runBlocking { launched(url) }
        "nested" ->
            runBlocking {
              withContext(Dispatchers.Default) { coroutineScope { async { afterDelay(url) }.await() } }
            }
        "flow" -> runBlocking { flow { emit(afterDelay(url)) }.flowOn(Dispatchers.IO).first() }
        "future" -> CoroutineScope(Dispatchers.Default).future { afterDelay(url) }.join()
        else -> throw IllegalArgumentException(way)
      }

  private fun request(url: String): String = client.call("sync", url)

  private suspend fun afterDelay(url: String): String {
    delay(1)
    return request(url)
  }

  private suspend fun launched(url: String): String = coroutineScope {
    val result = CompletableDeferred<String>()
    launch(Dispatchers.IO) { result.complete(afterDelay(url)) }
    result.await()
  }
}
