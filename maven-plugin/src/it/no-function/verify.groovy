String log = new File(basedir, "build.log").text
assert log.contains("no-function-1.jar")
assert log.contains("[INFO] skipped")
