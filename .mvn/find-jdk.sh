# Sourced by mvnw and braid: sets JAVA_HOME to a JDK 25 and exports it, or says plainly that there is none.
# An own choice wins: BRAID_JAVA_HOME, then JAVA_HOME, then the java on the PATH, then the usual places.

braid_java_major() {
  # Prints the feature release of the JDK in directory $1, or nothing.
  [ -x "$1/bin/javac" ] || return 0
  if [ -f "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n '1s/.*"\([0-9]*\).*/\1/p'
  fi
}

braid_find_jdk() {
  braid_path_java=$(command -v java 2>/dev/null || true)
  if [ -n "$braid_path_java" ]; then
    braid_path_java=$(readlink -f "$braid_path_java" 2>/dev/null || printf %s "$braid_path_java")
    braid_path_java=${braid_path_java%/bin/java}
  fi
  set +f
  for braid_candidate in "${BRAID_JAVA_HOME-}" "${JAVA_HOME-}" "$braid_path_java" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$braid_candidate" ] && [ "$(braid_java_major "$braid_candidate")" = 25 ]; then
      set -f
      JAVA_HOME=$braid_candidate
      export JAVA_HOME
      return 0
    fi
  done
  set -f
  echo "Braid needs a JDK 25 and found none: looked at JAVA_HOME, the PATH and the usual places." >&2
  echo "Install one (any vendor) or set BRAID_JAVA_HOME to its directory." >&2
  return 1
}
