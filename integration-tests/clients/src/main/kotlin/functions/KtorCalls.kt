package functions

import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.request.get
import io.ktor.client.request.header
import io.ktor.client.statement.bodyAsText
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.job
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/** Ktor's client. */
internal class KtorCalls : Client {

  override fun call(way: String, url: String): String = runBlocking {
    when (way) {
      "cio" -> text(url)
      "io" -> withContext(Dispatchers.IO) { text(url) }
      "twice" -> text(url) + text(url)
      "at-once" -> coroutineScope { List(2) { async { text(url) } }.awaitAll().joinToString() }
      else -> throw IllegalArgumentException(way)
    }
  }

  /** By a client of its own, which is done with all that belongs to the call when it is closed. */
  private suspend fun text(url: String): String {
    val client = HttpClient(CIO)
    try {
      val response = client.get(url) { header("x-tenant", "acme") }
      return "${response.status.value} ${response.bodyAsText()}"
    } finally {
      client.close()
      client.coroutineContext.job.join()
    }
  }
}
