package functions

import com.amazonaws.services.lambda.runtime.Context
import com.amazonaws.services.lambda.runtime.RequestHandler
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/** Asks another server thrice: twice at once, and once more a moment later. */
class CoroutineHandler : RequestHandler<Map<String, String>, String> {
  private val client: Client = JdkCalls()

  override fun handleRequest(event: Map<String, String>, context: Context): String = runBlocking {
    val url = event.getValue("url")
    val first = List(2) { async(Dispatchers.IO) { client.call("sync", url) } }.awaitAll()
    delay(1)
    (first + withContext(Dispatchers.Default) { client.call("sync", url) }).toString()
  }
}
