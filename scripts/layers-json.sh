# Sourced by publish.sh: layers.json, which has one layer of one region in each line, and the table in docs/layer-arns.md.
# shellcheck shell=bash
# shellcheck disable=SC2154 # the settings are publish.sh's

readonly TABLE_BEGIN='<!-- layers: begin, written by publish -->' TABLE_END='<!-- layers: end -->'

# Keeps what a region has for write_layers_json. usage: record REGION ARN PUBLIC
# shellcheck disable=SC2086 # lists
record() {
  [ -n "$dry_run" ] && return
  printf '    {"name": "%s", "region": "%s", "arn": "%s", "public": %s, "sha256": "%s", "runtimes": [%s], "architectures": [%s]}\n' \
    "$name" "$1" "$2" "$3" "$sha256" "$(json_strings $runtimes)" "$(json_strings $architectures)" >"$work/$1.entry"
}

# usage: forget REGION ARN
forget() {
  printf '%s\n' "$2" >>"$work/$1.forgotten"
}

json_strings() {
  local separator='' value
  for value in "$@"; do
    printf '%s"%s"' "$separator" "$value"
    separator=', '
  done
}

# What other layers and regions have stays.
write_layers_json() {
  local changed entries
  # what is written anew goes by its ARN without the version
  changed=$(cat "$work"/*.forgotten 2>/dev/null | sed 's/.*/"&"/'
    cat "$work"/*.entry 2>/dev/null | sed -E 's/.*"arn": "([^"]*:)[0-9]+".*/"\1/') || true
  [ -n "$changed" ] || return 0
  touch "$json"
  entries=$(grep '"arn"' "$json" | sed 's/,$//' | grep -vF "$changed"
    cat "$work"/*.entry 2>/dev/null) || true
  {
    printf '{\n  "layers": [\n'
    [ -z "$entries" ] || printf '%s\n' "$entries" | sort | sed '$!s/$/,/'
    printf '  ]\n}\n'
  } >"$work/layers.json"
  cp "$work/layers.json" "$json"
  write_table
}

# A row for each ARN but for its region.
write_table() {
  grep -qF "$TABLE_BEGIN" "$readme" 2>/dev/null || return 0
  { grep '"public": true' "$json" || true; } | awk -F '"' '
    { name = $4; region = $8; arn = $12; sub(":" region ":", ":REGION:", arn)
      if (!((name, arn) in regions)) { order[++count] = name SUBSEP arn }
      regions[name, arn] = regions[name, arn] (regions[name, arn] == "" ? "" : ", ") "`" region "`" }
    END {
      if (count == 0) { print "There are no public layer ARNs yet: publish the layers in your own account."; exit }
      print "| layer | ARN | regions |\n| --- | --- | --- |"
      for (i = 1; i <= count; i++) {
        split(order[i], key, SUBSEP)
        print "| " key[1] " | `" key[2] "` | " regions[order[i]] " |"
      }
    }' >"$work/table"
  awk -v begin="$TABLE_BEGIN" -v end="$TABLE_END" -v table="$work/table" '
    $0 == end { inside = 0 }
    !inside { print }
    $0 == begin { inside = 1; while ((getline line < table) > 0) print line }' "$readme" >"$work/readme"
  cp "$work/readme" "$readme"
}
