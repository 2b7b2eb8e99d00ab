#!/bin/sh
# What the launcher says when something is missing on the machine. Starts nothing.
set -u

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# says "a sentence" TEXT COMMAND...   The command fails, and what it prints contains the text.
says() {
    sentence=$1
    text=$2
    shift 2
    if "$@" >"$work/out" 2>&1; then
        echo "FAILED: $sentence: it succeeded"
        failed=$((failed + 1))
    elif ! grep -qF -e "$text" "$work/out"; then
        echo "FAILED: $sentence: it does not say \"$text\" but:"
        sed 's/^/    /' "$work/out"
        failed=$((failed + 1))
    else
        passed=$((passed + 1))
    fi
}

# A PATH with these programs only, so that others are missing; some are made to lie.
mkdir "$work/bin"
for program in sh env dirname date uname sed awk df mkdir readlink cat sort tail head id grep; do
    ln -s "$(command -v "$program")" "$work/bin/$program"
done

lie() {
    printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/$1"
    chmod 755 "$work/bin/$1"
}

# A machine without the usual places of a JDK: the launcher's own list is all it looks at.
bare() { env -i PATH="$work/bin" HOME="$work" SDKMAN_DIR="$work" "$@"; }

launcher=$work/checkout/clawstead
mkdir -p "$work/checkout" "$work/jdk/bin"
# The check of system folders is taken out; a JDK may well lie there.
sed 's#/usr/lib/jvm/\*##; s#/opt/java/\*##; s#/opt/\*##' "$root/clawstead" >"$launcher"
chmod 755 "$launcher"
for program in java javac; do
    printf '#!/bin/sh\necho javac 25.0.1\n' >"$work/jdk/bin/$program"
    chmod 755 "$work/jdk/bin/$program"
done

says "without a JDK it says what to install" "Install Temurin 25" bare "$launcher" up
mkdir -p "$work/old/bin"
for program in java javac; do
    printf '#!/bin/sh\necho javac 17.0.15\n' >"$work/old/bin/$program"
    chmod 755 "$work/old/bin/$program"
done
says "a JDK 17 is not taken for a 25" "no JDK 25 was found" bare env JAVA_HOME="$work/old" "$launcher" up
says "without Python it says so" "python3 is missing" bare env JAVA_HOME="$work/jdk" "$launcher" up
lie python3 'exit 0'
says "without Node.js it says so" "Node.js is missing" bare env JAVA_HOME="$work/jdk" "$launcher" up
lie npm 'exit 0'
lie node 'echo v18.1.0'
says "an old Node.js is refused by its version" "Node.js 18.1.0 is too old" bare env JAVA_HOME="$work/jdk" "$launcher" up
lie node 'echo v22.1.0'
rm "$work/bin/df"
lie df 'echo header; echo "/dev/x 1000 990 10240 99% /"'
says "a full disk is named with what is needed" "has 10 MB left, 4000 MB are needed" bare env JAVA_HOME="$work/jdk" "$launcher" up
lie df 'echo header; echo "/dev/x 1000 990 99999999 1% /"'
lie docker 'echo "Cannot connect to the Docker daemon" >&2; exit 1'
says "an engine elsewhere that does not answer is named" "no Docker engine answers at DOCKER_HOST=tcp://127.0.0.1:9" \
    bare env JAVA_HOME="$work/jdk" DOCKER_HOST=tcp://127.0.0.1:9 "$launcher" up
rm "$work/bin/id"
lie id 'echo 1000'
says "a user without an engine is told about the group" "member of the group docker" bare env JAVA_HOME="$work/jdk" "$launcher" up
says "an unknown agent is refused by name" '--agent must be agent-lite or openclaw, not "gpt"' bare "$launcher" up --agent gpt
says "an unknown command is refused by name" 'there is no command "start"' bare "$launcher" start
says "logs of what never ran say so" "it was never up" bare "$launcher" logs
says "--state wants a folder" "--state wants a folder" bare "$launcher" up --state
if [ -d "$work/checkout/.clawstead" ]; then
    echo "FAILED: a start that cannot succeed leaves nothing behind: there is a state folder"
    failed=$((failed + 1))
else
    passed=$((passed + 1))
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
