#!/bin/sh
# SPDX-License-Identifier: MIT
# The proof that a new machine needs nothing but the two commands of the README: they run on the last commit in
# a minimal Debian 12 that is made for it and thrown away. Needs root, debootstrap and a Debian whose own
# package sources reach a mirror of bookworm. `--keep` leaves the folder for a look.
set -eu
cd "$(dirname "$0")/.."
release=bookworm

# One line a source: address and suite, taken from where this machine gets its packages.
sources=$(apt-get indextargets --format '$(CREATED_BY) $(COMPONENT) $(REPO_URI) $(CODENAME)' |
    sed -n "s/^Packages main \(.*\) \(${release}[a-z-]*\)\$/\1 \2/p" | sort -u)
mirror=$(echo "$sources" | sed -n "s/ $release\$//p" | head -n 1)
if [ -z "$mirror" ]; then
    echo "no source of $release among the package sources here" >&2
    exit 2
fi
if ! git diff --quiet HEAD; then
    echo "Note: what is not committed is not tried."
fi

room=$(mktemp -d "${TMPDIR:-/tmp}/aftersale-clean-room-XXXXXX")
chmod 755 "$room" # it becomes the root folder of servers that do not run as root
if [ "${1:-}" = --keep ]; then
    echo "The room is $room"
else
    # The mounts below end with their own namespace, so nothing but the room's files can be under here.
    trap 'rm -rf --one-file-system "$room"' EXIT
fi

echo "== A minimal $release"
debootstrap --variant=minbase "$release" "$room" "$mirror" >"$room.log" 2>&1 || {
    tail "$room.log" >&2
    exit 1
}
rm -f "$room.log"
echo "$sources" | sed 's/^\([^ ]*\) \(.*\)$/deb \1 \2 main/' >"$room/etc/apt/sources.list"
cp -L /etc/resolv.conf /etc/hosts "$room/etc/"
mkdir "$room/project"
git archive HEAD | tar -x -C "$room/project"

for command in "sh examples/quickstart.sh" "sh tests/run.sh"; do
    echo "== $command"
    unshare --mount sh -eu -c '
        mount -t proc proc "$1/proc"
        mount --rbind /dev "$1/dev"
        exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/ LC_ALL=C.UTF-8 \
            chroot "$1" sh -eu -c "cd /project && $2"' - "$room" "$command"
done
echo "== Both commands ran"
