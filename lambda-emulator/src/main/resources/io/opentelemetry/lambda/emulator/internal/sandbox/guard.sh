# Cleans up after an emulator that was killed, which is when the input ends without "done".
#
# usage: FOLDER
#   FOLDER  is removed
# Lines of the input:
#   clear      forgets those before
#   group DIR  a control group: its processes are ended, and it is removed
#   leader ID  a process group: its processes are ended, and all in its leader's mount namespace
#   done       there is nothing to clean up
trap '' TERM # a service manager may send it to all processes at once
folder=$1
set --
leaders=

while read -r kind value; do
  case $kind in
  clear)
    set --
    leaders=
    ;;
  group) set -- "$@" "$value" ;;
  leader) leaders="$leaders $value" ;;
  done) exit ;;
  esac
done

# Prints the ids of a process and all others in its mount namespace, unless it is this shell's.
in_namespace_of() {
  namespace=$(readlink "/proc/$1/ns/mnt") || return
  [ "$namespace" != "$(readlink /proc/self/ns/mnt)" ] || return
  for process in /proc/[0-9]*; do
    [ "$(readlink "$process/ns/mnt")" != "$namespace" ] || echo "${process#/proc/}"
  done
}

# Succeeds when there are none left.
end_processes() {
  ended=true
  for leader in $leaders; do
    for process in $(in_namespace_of "$leader"); do
      kill -s KILL "$process"
    done
    ! kill -s KILL -- "-$leader" || ended=false
  done
  for group; do
    [ ! -e "$group/cgroup.kill" ] || echo 1 >"$group/cgroup.kill"
    while read -r process; do
      ended=false
      kill -s KILL "$process"
    done <"$group/cgroup.procs"
    # cgroup v1 keeps what it has frozen from dying
    [ ! -e "$group/freezer.state" ] || echo THAWED >"$group/freezer.state"
  done
  $ended
}

tries=100
until end_processes "$@" || [ "$tries" -eq 0 ]; do
  tries=$((tries - 1))
  sleep 0.1
done
[ $# -eq 0 ] || rmdir "$@"
rm -rf -- "$folder"
