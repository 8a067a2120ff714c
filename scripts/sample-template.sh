# Sourced by sample.sh: what its template says.
# shellcheck shell=bash

: "${template:?}"

# Prints the layer of the function's language.
default_layer() {
  case $(template_property Runtime) in
  python*) echo python ;;
  nodejs*) echo nodejs ;;
  ruby*) echo ruby ;;
  *) echo wrapper ;;
  esac
}

# Prints the layers that the sample is tried with, one a line.
default_layers() { default_layer; }

# Prints a property of the function in the template.
template_property() {
  sed -n "s/^      $1: //p" "$template" | head -n 1 # of the first function
}
