#!/bin/sh
# Installs or upgrades Park Brain from this folder alone: no network, no question. Needs Python >= 3.11.
#   sh install.sh [--prefix DIR] [--home DIR] [--user NAME] [--python PATH]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=/opt/park-brain
home=/var/lib/park-brain
user=$(id -un)
python=

stop() {
    echo "install.sh: $*" >&2
    exit 1
}

while [ $# -gt 0 ]; do
    [ $# -gt 1 ] || stop "a value is missing after $1"
    case $1 in
        --prefix) prefix=$2 ;;
        --home) home=$2 ;;
        --user) user=$2 ;;
        --python) python=$2 ;;
        *) stop "unknown option $1; known are --prefix, --home, --user and --python" ;;
    esac
    shift 2
done

case "$prefix$home" in
    *[!A-Za-z0-9._/-]*) stop "--prefix and --home may hold letters, digits, '.', '_', '-' and '/' only" ;;
esac
case $prefix in /*) ;; *) stop "--prefix must begin with /" ;; esac
case $home in /*) ;; *) stop "--home must begin with /" ;; esac
id "$user" > /dev/null 2>&1 || stop "there is no user $user; make one, or name another with --user"

new_enough='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
for candidate in ${python:-python3.13 python3.12 python3.11 python3}; do
    if "$candidate" -c "$new_enough" 2> /dev/null; then python=$candidate; break; fi
    [ -z "$python" ] || stop "$python is no Python >= 3.11 with venv and ensurepip"
done
[ -n "$python" ] || stop "no Python >= 3.11 with venv and ensurepip was found; name one with --python"

cd "$here"
[ -f SHA256SUMS ] || stop "SHA256SUMS is missing: unpack the archive again"
sha256sum --check --strict --quiet SHA256SUMS || stop "a file is damaged: copy the archive again; nothing was installed"

version=$(cat VERSION)
sum=$(sha256sum SHA256SUMS | cut -c1-12)
env=$prefix/env-$version-$sum
mkdir -p "$prefix/systemd"
if [ ! -f "$env/complete" ]; then
    echo "installing Park Brain $version into $env"
    rm -rf "$env"
    "$python" -m venv "$env"
    # --isolated: no index and no other wheels that this machine's configuration may name.
    "$env/bin/python" -m pip install --isolated --disable-pip-version-check --quiet --no-index --no-deps \
        --require-hashes --find-links "$here/wheels" --requirement "$here/requirements.lock"
    "$env/bin/python" -m warehouse.build.stage > /dev/null
    touch "$env/complete"
fi

# One rename: who starts a program meanwhile gets the old environment or the new one.
ln -sfn "$env" "$prefix/current.new"
"$python" -c 'import os, sys; os.replace(sys.argv[1], sys.argv[2])' "$prefix/current.new" "$prefix/current"

sed -e "s|@PREFIX@|$prefix|g" -e "s|@HOME@|$home|g" -e "s|@USER@|$user|g" park-brain.service \
    > "$prefix/systemd/park-brain.service"
printf '#!/bin/sh\nPARK_HOME=${PARK_HOME:-%s} exec %s/current/bin/park "$@"\n' "$home" "$prefix" > "$prefix/park.new"
chmod 755 "$prefix/park.new"
mv -f "$prefix/park.new" "$prefix/park"

mkdir -p "$home" && chmod 750 "$home"
[ "$(id -u)" != 0 ] || chown "$user" "$home"

cat << END
Park Brain $version is installed: $prefix/park --help
Next, once after every installation (as user $user):
  $prefix/park upgrade
To run it by itself (as root):
  cp $prefix/systemd/park-brain.service /etc/systemd/system/
  systemctl daemon-reload && systemctl enable --now park-brain && systemctl restart park-brain
END
