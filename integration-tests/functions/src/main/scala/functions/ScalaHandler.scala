package functions

import com.amazonaws.services.lambda.runtime.{Context, RequestHandler}
import java.util.{List => JavaList, Map => JavaMap}
import scala.jdk.CollectionConverters._

/** A handler of Java's collections, read and answered with Scala's. */
class ScalaHandler extends RequestHandler[JavaMap[String, JavaList[Integer]], JavaMap[String, Integer]] {
  override def handleRequest(event: JavaMap[String, JavaList[Integer]], context: Context): JavaMap[String, Integer] =
    event.asScala.toSeq.sortBy(_._1).map { case (name, counts) => name -> Integer.valueOf(counts.asScala.map(_.intValue).max) }.toMap.asJava
}

/** Its method is a static one of the class ScalaObject, for which Scala makes a forwarder. */
object ScalaObject {
  def reverse(event: String): String = event.reverse
}
