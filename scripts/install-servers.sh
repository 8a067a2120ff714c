#!/usr/bin/env bash
# Installs the servers that tests of client libraries call, where apt is there and one is missing; they are not started.
set -eu
PATH=$PATH:/usr/sbin:/usr/lib/rabbitmq/bin
missing=''
command -v mariadbd >/dev/null || missing="$missing mariadb-server-core"
command -v my_print_defaults >/dev/null || missing="$missing mariadb-client-core" # for mariadb-install-db
command -v redis-server >/dev/null || missing="$missing redis-server"
command -v memcached >/dev/null || missing="$missing memcached"
command -v rabbitmq-server >/dev/null || missing="$missing rabbitmq-server"
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing="$missing postgresql"
command -v mariadb_config >/dev/null || missing="$missing libmariadb-dev pkg-config"
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || { echo "no$missing, and no apt-get to install them" >&2 && exit 1; }
sudo=''
[ "$(id -u)" = 0 ] || sudo=sudo
echo "installing$missing" >&2
$sudo apt-get update -qq >&2
# the tests start servers of their own: none is to run as a service
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
  $sudo chmod +x $policy
  trap '$sudo rm -f $policy' EXIT
fi
# shellcheck disable=SC2086 # a list of words
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
