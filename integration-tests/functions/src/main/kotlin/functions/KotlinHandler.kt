package functions

import com.amazonaws.services.lambda.runtime.Context
import com.amazonaws.services.lambda.runtime.RequestHandler

class Line(var item: String? = null, var count: Int = 1, var tags: List<String> = emptyList())

/** A handler with a class as Kotlin makes them, and with generics. */
class KotlinHandler : RequestHandler<List<Line>, Map<String, Any?>> {
  override fun handleRequest(lines: List<Line>, context: Context): Map<String, Any?> =
      linkedMapOf(
          "total" to lines.sumOf { it.count },
          "first" to lines.first().item,
          "name" to context.functionName)
}

/** A function of the file, which is a static method of the class KotlinHandlerKt. */
fun tags(line: Line): Set<String> = line.tags.map { it.uppercase() }.toSortedSet()
