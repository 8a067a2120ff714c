# shellcheck shell=sh
# Holds the network namespace that it runs in: says when its localhost is ready, and which process
# it is, and waits for the end of its input.
#
# usage: FOLDER PORT
#   FOLDER  tells this process from others
#   PORT    is forwarded to the machine, four hexadecimal digits
until grep -q " 0100007F:$2 00000000:0000 0A " /proc/net/tcp; do
  sleep 0.01
done
read -r id _ </proc/self/stat
echo "$id"
read -r _
