import java.util.zip.ZipFile

String log = new File(basedir, "build.log").text
assert log.contains("instrumented: jedis")
assert log.contains("function-traced.zip: ")

new ZipFile(new File(basedir, "target/function-traced.zip")).withCloseable {
  assert it.getEntry("lib/zz-opentelemetry-instrumented.jar") != null
}
