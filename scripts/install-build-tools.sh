#!/usr/bin/env bash
# Installs what AWS's runtime client for Node.js is built with, Ruby with what its tests need, Gradle and pasta, where apt is there and anything is missing.
set -eu
missing=''
for tool in cmake g++ make python3 xz autoconf automake libtoolize ruby rubocop pasta gradle; do
  command -v "$tool" >/dev/null || missing="$missing $tool"
done
ruby -e 'ARGV.each { |name| gem name }' minitest pg mysql2 redis aws-sdk-s3 2>/dev/null || missing="$missing gems"
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || { echo "no$missing, and no apt-get to install them" >&2 && exit 1; }
sudo=''
[ "$(id -u)" = 0 ] || sudo=sudo
echo "installing$missing" >&2
$sudo apt-get update -qq >&2
$sudo apt-get install -y -qq cmake g++ make python3 xz-utils autoconf automake libtool passt \
  ruby ruby-minitest rubocop ruby-pg ruby-mysql2 ruby-redis ruby-aws-sdk-core ruby-aws-sdk-s3 >&2
command -v gradle >/dev/null || $sudo apt-get install -y -qq --no-install-recommends gradle >&2
