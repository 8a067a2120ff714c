package functions

import io.opentelemetry.api.GlobalOpenTelemetry
import io.opentelemetry.api.trace.Span
import io.opentelemetry.context.Context
import io.opentelemetry.extension.kotlin.asContextElement
import io.opentelemetry.extension.kotlin.getOpenTelemetryContext
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/** Calls by the JDK's client, in coroutines that use OpenTelemetry's extension for Kotlin. */
internal class CoroutineElementCalls : Client {
  private val client: Client = JdkCalls()

  override fun call(way: String, url: String): String = runBlocking {
    when (way) {
      "span" -> withContext(Dispatchers.IO) { inSpan(url) }
      // says whether it is known to the coroutine
      "known" -> {
        delay(1)
        val known = Span.fromContext(currentCoroutineContext().getOpenTelemetryContext())
        (known.spanContext.isValid && known.spanContext == Span.current().spanContext).toString()
      }
      else -> throw IllegalArgumentException(way)
    }
  }

  /** A call in a span of the function's own, and one in a coroutine that begins there. */
  private suspend fun inSpan(url: String): String {
    val span = GlobalOpenTelemetry.getTracer("functions").spanBuilder("own").startSpan()
    try {
      return withContext(Context.current().with(span).asContextElement()) {
        launch { client.call("sync", url) }
        delay(1)
        client.call("sync", url)
      }
    } finally {
      span.end()
    }
  }
}
