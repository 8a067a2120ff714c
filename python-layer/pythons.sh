# Sourced by run.sh: the Pythons of this machine.
# shellcheck shell=bash

# Prints the path of each Python from 3.9 on that is found, one for each version.
pythons() {
  local minor candidate
  for minor in 9 10 11 12 13 14; do
    for candidate in "python3.$minor" "$HOME/.pyenv/versions/3.$minor".*/bin/python "$HOME"/.local/share/uv/python/cpython-3."$minor".*/bin/python; do
      if [ "$("$candidate" -c 'import sys; print(sys.version_info[1])' 2>/dev/null)" = "$minor" ]; then
        "$candidate" -c 'import sys; print(sys.executable)'
        break
      fi
    done
  done
}

# Prints the newest Python that the tests' tools run with.
newest_python() {
  pythons | grep -v '3\.9' | tail -n 1
}
