# Tells the packages of a profile of Go's of which less is covered than wanted: awk -v least=85 -f coverage.awk PROFILE
# A package counts with the tests of all; a program, and what stands in for others in tests, does not count.
FNR == 1 || /\/(cmd|internal\/(lambdatest|grpcexport))\// { next }
{
  if (!($1 in statements)) statements[$1] = $2
  if ($3 > 0) covered[$1] = $2
}
END {
  for (block in statements) {
    package = block
    sub(/\/[^\/]*$/, "", package)
    all[package] += statements[block]
    done[package] += covered[block]
  }
  for (package in all) {
    packages++
    if (100 * done[package] < least * all[package]) {
      printf "%s: %.1f %% of the statements are covered, at least %d %% are wanted\n", package, 100 * done[package] / all[package], least
      failed = 1
    }
  }
  if (packages == 0) {
    print "the profile is empty"
    failed = 1
  }
  exit failed
}
