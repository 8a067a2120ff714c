# shellcheck shell=bash
# Connects its input and output to a port of 127.0.0.1, in the network namespace that it runs in.
#
# usage: PORT
exec 3<>"/dev/tcp/127.0.0.1/$1" || exit
cat <&3 &
exec cat >&3
