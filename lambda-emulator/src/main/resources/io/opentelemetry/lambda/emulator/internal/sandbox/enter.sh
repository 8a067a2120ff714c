# Joins control groups, lays out the file system of an execution environment, in the mount namespace
# that this shell has for itself, waits for a line of input, and becomes the command.
#
# usage: WORK TASK TMP [ENTRY...] -- [SOURCE TARGET]... -- COMMAND [ARGUMENT...]
#   WORK    holds opt, var and tmp, as they will be below /, hosts, and perhaps resolv.conf; var has task, lang and runtime
#   TASK    will be /var/task
#   TMP     will be /tmp, in the place of the one in WORK, unless it is empty
#   ENTRY   the cgroup.procs of a control group
#   SOURCE  will be TARGET, which is below /var
set -e
exec 9>&1 # which the emulator looks for
work=$1 task=$2 tmp=$3
shift 3

while [ "$1" != -- ]; do
  echo $$ >"$1"
  shift
done
shift

bind() {
  mount --rbind "$1" "$2"
}

# A mount that came with flags, such as nosuid, may only be made read-only with the same flags.
bind_read_only() {
  bind "$1" "$2"
  for flags in ro ro,nosuid,nodev ro,nosuid,nodev,noexec ro,nosuid ro,nodev; do
    ! mount -o "remount,bind,$flags" "$2" 2>/dev/null || return 0
  done
  echo "cannot make $2 read-only" >&2
  return 1
}

bind_read_only "$task" "$work/var/task"
[ -z "$tmp" ] || bind "$tmp" "$work/tmp"
while [ "$1" != -- ]; do
  bind_read_only "$1" "$work$2"
  shift 2
done
shift
[ ! -f /etc/hosts ] || bind "$work/hosts" /etc/hosts
[ ! -f "$work/resolv.conf" ] || bind "$work/resolv.conf" /etc/resolv.conf
bind_read_only "$work/opt" /opt
# What hides the work folder itself comes last.
case $work in
/var/*)
  bind "$work/tmp" /tmp
  bind "$work/var" /var
  ;;
*)
  bind "$work/var" /var
  bind "$work/tmp" /tmp
  ;;
esac

cd /var/task
read -r _
exec 9>&-
# as the runtimes' own start script says it of an exec wrapper
[ -f "$1" ] || {
  echo "$1: does not exist"
  exit 127
}
[ -x "$1" ] || {
  echo "$1: is not an executable"
  exit 126
}
exec "$@"
