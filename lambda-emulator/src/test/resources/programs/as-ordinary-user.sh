#!/bin/sh
# Runs a command as nobody, who may use the tun device as on a developer's machine.
# $1 is a folder for the device and as HOME; the mount ends with the command.
set -e
home=$1
shift
mknod "$home/tun" c 10 200
chmod 666 "$home/tun"
mount --bind "$home/tun" /dev/net/tun
exec setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$home" "$@"
