package functions

import io.opentelemetry.api.trace.SpanKind
import io.opentelemetry.instrumentation.annotations.SpanAttribute
import io.opentelemetry.instrumentation.annotations.WithSpan
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/** Suspending methods that are spans. */
internal open class SuspendingSpanCalls : Client {
  private val client: Client = JdkCalls()

  override fun call(way: String, url: String): String = runBlocking {
    when (way) {
      "direct" -> direct(7)
      "waiting" -> waiting()
      "named" -> named()
      "open" -> overridable()
      "passing" -> passing()
      "error" -> message { failing() }
      "late-error" -> message { failingLate() }
      // a call in the method, and one after it
      "call" -> calling(url) + client.call("sync", url)
      "recursive" -> recursive(2)
      else -> throw IllegalArgumentException(way)
    }
  }

  private suspend fun message(block: suspend () -> String): String =
      try {
        block()
      } catch (e: IllegalStateException) {
        e.message.orEmpty()
      }

  @WithSpan suspend fun direct(@SpanAttribute("number") number: Int): String = "direct $number"

  @WithSpan
  suspend fun waiting(): String {
    delay(1)
    delay(1)
    return "waiting"
  }

  @WithSpan(value = "Größe", kind = SpanKind.CLIENT)
  private suspend fun named(): String {
    delay(1)
    return "named"
  }

  @WithSpan
  open suspend fun overridable(): String {
    delay(1)
    return "open"
  }

  @WithSpan private suspend fun passing(): String = withContext(Dispatchers.IO) { "passing" }

  @WithSpan
  suspend fun failing(): String {
    check(System.nanoTime() == 0L) { "failing" }
    delay(1)
    return "not reached"
  }

  @WithSpan
  suspend fun failingLate(): String {
    delay(1)
    throw IllegalStateException("late")
  }

  @WithSpan
  private suspend fun calling(url: String): String {
    delay(1)
    return withContext(Dispatchers.IO) { client.call("sync", url) }
  }

  @WithSpan
  private suspend fun recursive(@SpanAttribute("depth") depth: Int): String {
    delay(1)
    return if (depth == 0) "recursive" else recursive(depth - 1)
  }
}
